"""Makes a screenshot small: a palette of 256 of its colors, unlike ones first, the others drawn in the nearest of them."""

import base64
import struct
import zlib
from typing import Any

from playwright.sync_api import Page

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PALETTE = 3
"""The color type of a PNG whose pixels are places in a palette."""

_REDUCE = """async (picture) => {
  const bytes = Uint8Array.from(atob(picture), (one) => one.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height).getContext("2d");
  canvas.drawImage(bitmap, 0, 0);
  const drawn = canvas.getImageData(0, 0, width, height).data;
  const colors = new Uint32Array(width * height);
  const counts = new Map();
  for (let i = 0; i < colors.length; i += 1) {
    colors[i] = (drawn[4 * i] << 16) | (drawn[4 * i + 1] << 8) | drawn[4 * i + 2];
    counts.set(colors[i], (counts.get(colors[i]) ?? 0) + 1);
  }
  const parts = (color) => [color >> 16, (color >> 8) & 255, color & 255];
  const far = (one, other) => parts(one).reduce((sum, part, i) => sum + (part - parts(other)[i]) ** 2, 0);
  const common = [...counts].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([color]) => color);
  const palette = [];
  for (const apart of [1600, 1]) {
    for (const color of common) {
      if (palette.length < (apart > 1 ? 128 : 256) && palette.every((other) => far(color, other) >= apart)) palette.push(color);
    }
  }
  const places = new Map(palette.map((color, place) => [color, place]));
  const nearest = (color) => palette.reduce((best, other, place) => (far(other, color) < far(palette[best], color) ? place : best), 0);
  for (const color of counts.keys()) if (!places.has(color)) places.set(color, nearest(color));
  let pixels = "";
  for (const color of colors) pixels += String.fromCharCode(places.get(color));
  return { width, height, palette: palette.flatMap(parts), pixels: btoa(pixels) };
}"""


def smaller(picture: bytes, page: Page) -> bytes:
    """Return a PNG with a palette; `page` is an empty one, in which the work is done."""
    told: dict[str, Any] = page.evaluate(_REDUCE, base64.b64encode(picture).decode())
    width, pixels = told["width"], base64.b64decode(told["pixels"])
    rows = b"".join(b"\0" + pixels[at : at + width] for at in range(0, len(pixels), width))
    head = struct.pack(">IIBBBBB", width, told["height"], 8, _PALETTE, 0, 0, 0)
    return _SIGNATURE + b"".join(
        (
            _chunk(b"IHDR", head),
            _chunk(b"PLTE", bytes(told["palette"])),
            _chunk(b"IDAT", zlib.compress(rows, 9)),
            _chunk(b"IEND", b""),
        )
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
