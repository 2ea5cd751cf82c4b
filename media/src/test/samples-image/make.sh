#!/usr/bin/env bash
# Regenerates the image samples. Needs an ffmpeg with libwebp.
set -euo pipefail
cd "$(dirname "$0")"

picture=(-v error -nostdin -y -f lavfi -i 'testsrc2=size=64x48:rate=1' -frames:v 1)
ffmpeg "${picture[@]}" -f mjpeg baseline.jpg
ffmpeg "${picture[@]}" -pix_fmt yuv420p -c:v libwebp -f image2 -update 1 lossy.webp
ffmpeg "${picture[@]}" -pix_fmt bgra -c:v libwebp -lossless 1 -f image2 -update 1 lossless.webp
ffmpeg "${picture[@]}" -vf 'format=yuva420p,geq=lum=lum(X\,Y):cb=128:cr=128:a=X*4' -c:v libwebp \
  -f image2 -update 1 alpha.webp
