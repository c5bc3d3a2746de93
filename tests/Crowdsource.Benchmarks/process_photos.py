"""The peer of the processing benchmark: what a practitioner's OpenCV script does with an upload, on one core.

Decodes, makes the clean master (at most 2048 px) and the thumbnail, measures sharpness and exposure, hashes the pixels and the
picture, and draws K augmented inputs of 224 px from a small working copy. Prints photos per second.

usage: process_photos.py PHOTO COUNT VARIANTS
"""
import hashlib
import sys
import time

import cv2
import numpy as np

cv2.setNumThreads(1)


def within(image, side):
    factor = min(1.0, side / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
    return image if factor == 1.0 else cv2.resize(image, size, interpolation=cv2.INTER_AREA)


def variant(working, k, random):
    height, width = working.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), random.uniform(-45, 45), 1.0)
    picture = cv2.warpAffine(working, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    picture = cv2.resize(picture[top:top + side, left:left + side], (224, 224), interpolation=cv2.INTER_AREA)
    picture = cv2.convertScaleAbs(picture, alpha=random.uniform(0.7, 1.4))
    if k % 4 == 1:
        picture = cv2.GaussianBlur(picture, (0, 0), 2)
    elif k % 4 == 3:
        picture = cv2.imdecode(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 70])[1], cv2.IMREAD_COLOR)
    return picture


def process(upload, variants, random):
    photo = cv2.imdecode(np.frombuffer(upload, np.uint8), cv2.IMREAD_COLOR)
    clean = within(photo, 2048)
    digest = hashlib.sha256(clean.tobytes()).hexdigest()
    master = cv2.imencode(".jpg", clean, [cv2.IMWRITE_JPEG_QUALITY, 92])[1]
    pixels = cv2.imdecode(master, cv2.IMREAD_COLOR)
    thumbnail = cv2.imencode(".jpg", within(pixels, 320), [cv2.IMWRITE_JPEG_QUALITY, 80])[1]
    short = 320 / min(pixels.shape[:2])
    working = cv2.resize(pixels, None, fx=short, fy=short, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(working, cv2.COLOR_BGR2GRAY)
    sharpness, brightness = cv2.Laplacian(grey, cv2.CV_64F).var(), grey.mean()
    frequencies = cv2.dct(np.float32(cv2.resize(grey, (32, 32), interpolation=cv2.INTER_AREA)))[1:9, 1:9]
    perceptual = np.packbits(frequencies > np.median(frequencies)).tobytes()
    inputs = [cv2.resize(pixels, (224, 224), interpolation=cv2.INTER_AREA)] + [variant(working, k, random) for k in range(variants)]
    return digest, master, thumbnail, sharpness, brightness, perceptual, inputs


def main():
    upload, count, variants = open(sys.argv[1], "rb").read(), int(sys.argv[2]), int(sys.argv[3])
    random = np.random.default_rng(1)
    process(upload, variants, random)
    start = time.perf_counter()
    for _ in range(count):
        process(upload, variants, random)
    print(count / (time.perf_counter() - start))


main()
