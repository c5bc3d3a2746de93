"""Resizes with Pillow, as an independent judge.

resize.py raw W H w h    RGB pixels from standard input
resize.py file PATH w h  a photo, turned upright

Writes the RGB pixels of the result to standard output.
"""
import sys

from PIL import Image, ImageOps

if sys.argv[1] == "raw":
    width, height, to_width, to_height = map(int, sys.argv[2:6])
    photo = Image.frombytes("RGB", (width, height), sys.stdin.buffer.read())
else:
    photo = ImageOps.exif_transpose(Image.open(sys.argv[2])).convert("RGB")
    to_width, to_height = map(int, sys.argv[3:5])

sys.stdout.buffer.write(photo.resize((to_width, to_height), Image.BILINEAR).tobytes())
