"""By how much what is listened for must explain the sound better than anything else."""

from typing import Final

_NATS: Final = 4.0
"""How many nats a sensitivity of 0 asks for beyond the usual; of 1, it grants as many."""


def extra_lead(sensitivity: float) -> float:
    """Nats beyond what any sentence must lead by.

    Args:
        sensitivity: 0 to 1.
    """
    return _NATS * (1 - 2 * sensitivity)
