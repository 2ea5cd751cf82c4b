#!/usr/bin/env bash
# Regenerates the fragmented MP4 samples with the ffmpeg commands of publishers: through a pipe, so
# that no muxer can seek back. Needs an ffmpeg with libx264, libx265, libaom, libvpx, libopus and
# libmp3lame. Fmp4SamplesTest writes the listings next to them.
set -euo pipefail
cd "$(dirname "$0")/mp4"

picture='testsrc2=size=160x90:rate=25'
tone='sine=frequency=440:sample_rate=48000'
classic='empty_moov+default_base_moof'

# make NAME FFMPEG-ARGUMENTS…
make() {
  local name=$1
  shift
  ffmpeg -v error -nostdin "$@" -f mp4 - >"$name.mp4"
  printf '%8d  %s\n' "$(stat -c %s "$name.mp4")" "$name.mp4"
}

x264=(-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 10 -b:v 100k)
bframes=(-c:v libx264 -preset veryfast -bf 2 -pix_fmt yuv420p -g 12 -b:v 80k)
aac=(-c:a aac -b:a 32k)
video=(-f lavfi -i "$picture")
both=(-f lavfi -i "$picture" -f lavfi -i "$tone")

make classic "${video[@]}" -t 2 -vcodec libx264 -profile:v main -g 25 -r 25 -b:v 100k \
  -keyint_min 250 -pix_fmt yuv420p -movflags $classic -an -preset ultrafast -metadata title='cam1?key=s3cret'
make every-frame "${video[@]}" -t 1 "${x264[@]}" -movflags $classic+frag_every_frame
make frag-size "${video[@]}" -t 2 "${x264[@]}" -frag_size 2000 -movflags $classic
make frag-duration "${video[@]}" -t 2 "${x264[@]}" -frag_duration 240000 -movflags $classic
make audio-video "${both[@]}" -t 1 "${x264[@]}" "${aac[@]}" -movflags $classic+frag_keyframe
make bframes-edit-list "${both[@]}" -t 1 "${bframes[@]}" "${aac[@]}" \
  -movflags frag_keyframe+delay_moov+default_base_moof
make bframes-every-frame "${both[@]}" -t 1 "${bframes[@]}" "${aac[@]}" -movflags $classic+frag_every_frame
make negative-cts "${video[@]}" -t 1 "${bframes[@]}" -movflags $classic+negative_cts_offsets
make offset-start "${video[@]}" -t 1 "${x264[@]}" -output_ts_offset 7.5 -movflags $classic+delay_moov
make late-audio "${video[@]}" -itsoffset 0.3 -f lavfi -i "$tone" -t 1 "${x264[@]}" "${aac[@]}" \
  -movflags frag_keyframe+delay_moov+default_base_moof
make separate-moof "${both[@]}" -t 1 "${x264[@]}" "${aac[@]}" -movflags $classic+separate_moof+frag_keyframe
make absolute-offset "${both[@]}" -t 1 "${x264[@]}" "${aac[@]}" -movflags empty_moov+frag_keyframe
make no-base-offset "${both[@]}" -t 1 "${x264[@]}" "${aac[@]}" -movflags empty_moov+omit_tfhd_offset+frag_keyframe
make dash "${both[@]}" -t 1 "${x264[@]}" "${aac[@]}" -movflags dash+cmaf+$classic+frag_keyframe -write_prft wallclock
make audio-only-aac -f lavfi -i "$tone" -t 1 "${aac[@]}" -movflags $classic -frag_duration 200000
make opus "${both[@]}" -t 1 "${x264[@]}" -c:a libopus -b:a 24k -movflags $classic+frag_keyframe
make flac -f lavfi -i "sine=frequency=440:sample_rate=8000" -t 1 -c:a flac -strict -2 \
  -movflags $classic -frag_duration 300000
make flac-96k -f lavfi -i "sine=frequency=440:sample_rate=96000" -t 0.2 -c:a flac -strict -2 \
  -movflags $classic -frag_duration 100000
make mp3 "${both[@]}" -t 1 "${x264[@]}" -c:a libmp3lame -b:a 32k -movflags $classic+frag_keyframe
make hevc "${video[@]}" -t 1 -c:v libx265 -preset ultrafast -b:v 80k -x265-params log-level=none:keyint=12 \
  -pix_fmt yuv420p -tag:v hvc1 -movflags $classic+frag_every_frame
make av1 "${video[@]}" -t 0.6 -c:v libaom-av1 -cpu-used 8 -usage realtime -b:v 80k -g 10 \
  -pix_fmt yuv420p -movflags $classic+frag_every_frame
make vp9 "${video[@]}" -t 1 -c:v libvpx-vp9 -deadline realtime -cpu-used 8 -b:v 80k -g 12 \
  -movflags $classic+frag_every_frame
make subtitles "${video[@]}" -i ../subtitles.srt -t 1 "${x264[@]}" -c:s mov_text -movflags $classic+frag_keyframe
ffmpeg -v error -nostdin "${both[@]}" -t 0.5 "${x264[@]}" "${aac[@]}" -metadata title=cam2 \
  -movflags $classic+frag_keyframe -f mov - >quicktime.mp4
# A publisher that restarts within one connection.
cat classic.mp4 audio-video.mp4 >restarted.mp4
# Refused with advice: not fragmented.
ffmpeg -v error -nostdin -y "${video[@]}" -t 0.2 "${x264[@]}" plain.mp4
ffmpeg -v error -nostdin -y "${video[@]}" -t 0.2 "${x264[@]}" -movflags +faststart plain-faststart.mp4
