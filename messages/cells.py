"""A picture cut into numbered cells, of which some are chosen; Vary (Region) without a canvas. Pure mathematics.

    wide  1 2 3 4 5    square  1 2 3 4    high  1 2 3 4
          6 7 ...              5 6 ...          5 6 ...
          four rows            four rows        five rows

A message has five rows of five buttons, and one row or column of them is for other things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

Box = tuple[int, int, int, int]  #: left, top, right, bottom in pixels; right and bottom lie outside


@dataclass(frozen=True, slots=True)
class Cells:
    """How a picture is cut; cells are numbered from 1 in reading order."""

    columns: int
    rows: int

    @property
    def count(self) -> int:
        return self.columns * self.rows

    @property
    def all(self) -> int:
        """Every cell chosen."""
        return (1 << self.count) - 1

    def box(self, number: int, size: tuple[int, int]) -> Box:
        """A cell's pixels in a picture of that size; all cells together cover it, none overlaps another."""
        row, column = divmod(number - 1, self.columns)
        width, height = size
        return (
            column * width // self.columns,
            row * height // self.rows,
            (column + 1) * width // self.columns,
            (row + 1) * height // self.rows,
        )


def cells_for(width: int, height: int) -> Cells:
    """The cut whose cells are nearest to squares."""
    if width == height:
        return Cells(4, 4)
    return Cells(5, 4) if width > height else Cells(4, 5)


def chosen(bits: int) -> Iterator[int]:
    """The numbers of the chosen cells: bit 0 is cell 1."""
    return (number + 1 for number in range(bits.bit_length()) if bits >> number & 1)


def is_chosen(bits: int, number: int) -> bool:
    return bool(bits >> (number - 1) & 1)


def toggled(bits: int, number: int) -> int:
    """With a cell chosen, or no longer."""
    return bits ^ 1 << (number - 1)
