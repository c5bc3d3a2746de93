"""Resizes with Pillow, as an independent judge.

resize.py raw W H w h    RGB pixels from standard input
resize.py file PATH w h  a photo, turned upright
resize.py files w h      photos, turned upright, their paths line by line from standard input

Writes the RGB pixels of the results to standard output.
"""
import sys

from PIL import Image, ImageOps



def write(photo, width, height):
    sys.stdout.buffer.write(photo.resize((width, height), Image.BILINEAR).tobytes())


def upright(path):
    return ImageOps.exif_transpose(Image.open(path)).convert("RGB")


mode, *arguments = sys.argv[1:]
if mode == "raw":
    width, height, to_width, to_height = map(int, arguments)
    write(Image.frombytes("RGB", (width, height), sys.stdin.buffer.read()), to_width, to_height)
elif mode == "file":
    write(upright(arguments[0]), *map(int, arguments[1:]))
else:
    for path in sys.stdin.read().splitlines():
        write(upright(path), *map(int, arguments))
