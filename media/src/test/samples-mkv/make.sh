#!/usr/bin/env bash
# Generates the Matroska and WebM samples next to it. Needs ffmpeg with libx264, libx265, libvpx,
# libaom, libopus and libvorbis. The samples are committed, so the tests do not need this.
set -euo pipefail
cd "$(dirname "$0")"

make_sample() {
  local name=$1
  shift
  # Bit-exact, so that regenerating them changes only the output of changed encoders.
  ffmpeg -v error -y "$@" -fflags +bitexact -metadata title="$name" "$name"
}
picture() { printf 'testsrc2=size=%s:rate=%s' "$1" "$2"; }
tone=sine=frequency=440:sample_rate=48000

# The classic live command: only VP8, as a non-seekable stream.
ffmpeg -v error -f lavfi -i "$(picture 160x120 25)" -t 3 -fflags +bitexact \
  -vcodec libvpx -b:v 150k -r 25 -crf 10 -quality realtime -speed 16 -an -g 25 \
  -metadata title=vp8-live.webm -f webm pipe:1 > vp8-live.webm

# A low bitrate puts all keyframes into one Cluster, the second keyframe in its middle.
make_sample vp8-vorbis-one-cluster.webm -f lavfi -i "$(picture 96x64 10)" -f lavfi -i "$tone" -t 3 \
  -c:v libvpx -b:v 20k -g 10 -keyint_min 10 -c:a libvorbis -b:a 48k -cluster_time_limit 9000

make_sample vp9-opus.webm -f lavfi -i "$(picture 96x64 25)" -f lavfi -i "$tone" -t 2 \
  -c:v libvpx-vp9 -b:v 60k -g 25 -deadline realtime -cpu-used 8 -c:a libopus -b:a 24k
make_sample av1-opus.webm -f lavfi -i "$(picture 96x64 10)" -f lavfi -i "$tone" -t 2 \
  -c:v libaom-av1 -cpu-used 8 -usage realtime -b:v 60k -g 10 -c:a libopus -b:a 24k
make_sample h264-bframes-aac.mkv -f lavfi -i "$(picture 96x64 25)" -f lavfi -i "$tone" -t 2 \
  -c:v libx264 -preset fast -bf 2 -b:v 80k -g 25 -pix_fmt yuv420p -c:a aac -b:a 32k
make_sample hevc.mkv -f lavfi -i "$(picture 96x64 25)" -t 2 \
  -c:v libx265 -x265-params log-level=none:bframes=3:keyint=25 -b:v 60k -pix_fmt yuv420p
make_sample h264-flac.mkv -f lavfi -i "$(picture 96x64 25)" -f lavfi -i "$tone" -t 1 \
  -c:v libx264 -preset ultrafast -g 25 -b:v 60k -pix_fmt yuv420p -c:a flac
make_sample h264-mp3.mkv -f lavfi -i "$(picture 96x64 25)" -f lavfi -i "$tone" -t 1 \
  -c:v libx264 -preset ultrafast -g 25 -b:v 60k -pix_fmt yuv420p -c:a libmp3lame -b:a 32k
make_sample opus-only.webm -f lavfi -i "$tone" -t 5 -c:a libopus -b:a 16k
make_sample h264-open-gop.mkv -f lavfi -i "$(picture 96x64 25)" -t 2 \
  -c:v libx264 -preset fast -bf 2 -b:v 60k -g 12 -x264-params open-gop=1:scenecut=0 -pix_fmt yuv420p

du -cb ./*.webm ./*.mkv | tail -1
