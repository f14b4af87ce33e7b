"""Joins pieces that were compressed apart into one gzip stream, so that a page costs no compression."""

from __future__ import annotations

from dataclasses import dataclass

from isal import isal_zlib

LEVEL = 1
RAW = -15  # deflate without a wrapper
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
LAST_BLOCK = b"\x03\x00"
POLYNOMIAL = 0xEDB88320
TOP = 1 << 31
SIZE_MASK = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Piece:
    """Compressed bytes that end on a byte boundary, with length and checksum of what they hold."""

    packed: bytes
    size: int
    crc: int


def pack(text: bytes) -> Piece:
    squeezer = isal_zlib.compressobj(LEVEL, isal_zlib.DEFLATED, RAW)
    packed = squeezer.compress(text) + squeezer.flush(isal_zlib.Z_FULL_FLUSH)
    return Piece(packed, len(text), isal_zlib.crc32(text))


def unpack(packed: bytes) -> bytes:
    text: bytes = isal_zlib.decompressobj(RAW).decompress(packed)
    return text


class Trailer:
    """Collects the checksum of a stream from the checksums of its pieces."""

    def __init__(self) -> None:
        self._crc = 0
        self._size = 0

    def add(self, size: int, crc: int) -> None:
        self._crc = crc_of_both(self._crc, crc, size)
        self._size += size

    def tail(self) -> bytes:
        return LAST_BLOCK + self._crc.to_bytes(4, "little") + (self._size & SIZE_MASK).to_bytes(4, "little")


def crc_of_both(first: int, second: int, second_size: int) -> int:
    """The CRC-32 of two texts joined, by the algebra of zlib's crc32_combine."""
    return _times(_shift(second_size), first) ^ second


def _times(a: int, b: int) -> int:
    product, mask = 0, TOP
    while True:
        if a & mask:
            product ^= b
            if a & (mask - 1) == 0:
                return product
        mask >>= 1
        b = (b >> 1) ^ POLYNOMIAL if b & 1 else b >> 1


def _powers() -> list[int]:
    found = [1 << 30]
    for _ in range(31):
        found.append(_times(found[-1], found[-1]))
    return found


POWERS = _powers()


def _shift(size: int) -> int:
    """X to the power of eight times the size, modulo the polynomial."""
    power, step = TOP, 3
    while size:
        if size & 1:
            power = _times(POWERS[step & 31], power)
        size >>= 1
        step += 1
    return power
