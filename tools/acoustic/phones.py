"""The phones of the English model."""

from typing import Final

SILENCE: Final = "SIL"
SPOKEN_NOISE: Final = "SPN"
BASE_PHONES: Final = (
    *("AA", "AE", "AH", "AX", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G"),
    *("HH", "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T"),
    *("TH", "UH", "UW", "V", "W", "Y", "Z", "ZH"),
)
"""ARPAbet without stress, and AX for the unstressed AH."""
OUTPUT_PHONES: Final = (SILENCE, *BASE_PHONES)
"""The network's outputs 2k and 2k + 1 are the first and the later frames of the k-th of these."""
UNKNOWN: Final = "[unk]"
"""The word that stands for any other."""
SILENT_WORD: Final = "!SIL"

Phones = tuple[str, ...]
"""A pronunciation."""
