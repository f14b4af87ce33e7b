from __future__ import annotations

import gzip
import zlib

from hypothesis import given
from hypothesis import strategies as st

from apps.practice_org.bulk import csv_text, deflate


class TestGzipOfPieces:
    @given(st.lists(st.binary(max_size=4_000), max_size=6))
    def test_is_one_stream_with_a_right_checksum(self, texts):
        trailer = deflate.Trailer()
        stream = deflate.GZIP_HEAD

        for text in texts:
            piece = deflate.pack(text)
            trailer.add(piece.size, piece.crc)
            stream += piece.packed
        stream += trailer.tail()

        assert gzip.decompress(stream) == b"".join(texts)

    @given(st.binary(), st.binary())
    def test_joins_two_checksums_as_zlib_does(self, first, second):
        joined = deflate.crc_of_both(zlib.crc32(first), zlib.crc32(second), len(second))

        assert joined == zlib.crc32(first + second)


class TestAfterRows:
    def test_counts_a_line_end_only_outside_quotes(self):
        block = b'"1","a\nb ""x""\n"\n"2","c"\n"3",""\n'

        assert block[csv_text.after_rows(block, 1) :].startswith(b'"2"')
        assert block[csv_text.after_rows(block, 2) :] == b'"3",""\n'
        assert csv_text.after_rows(block, 0) == 0
        assert csv_text.after_rows(block, 3) == len(block)
