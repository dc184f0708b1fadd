"""How a stretch of speech sounds: mel-frequency cepstral coefficients and their spread.

Davis & Mermelstein (1980), IEEE Transactions on Acoustics, Speech and Signal Processing 28,
357-366. The band is that of a telephone, so that a wide-band recording tells no more.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

RATE_HZ = 16_000
HOP = 160  # samples: one frame each hundredth of a second
_WINDOW, _FFT = 400, 512
_LOWEST_HZ, _HIGHEST_HZ = 150.0, 3_700.0
_N_BANDS, N_COEFFICIENTS = 26, 19
_BLOCK = 8192  # frames that are looked at together, to bound memory


def coefficients(sound: NDArray[np.float32]) -> Floats:
    """Return the coefficients of each frame, without the loudness: shape (n_frames, 19)."""
    import numpy as np
    from scipy.fft import dct

    if len(sound) < _WINDOW:
        return np.zeros((0, N_COEFFICIENTS))
    frames = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::HOP]
    found = []
    for first in range(0, len(frames), _BLOCK):
        shaped = frames[first : first + _BLOCK] * np.hamming(_WINDOW)
        power = np.abs(np.fft.rfft(shaped, _FFT)) ** 2
        bands = np.log(power @ _filters() + 1e-10)
        found.append(dct(bands, norm="ortho")[:, 1 : N_COEFFICIENTS + 1])
    return np.concatenate(found)


@lru_cache(maxsize=1)
def _filters() -> Floats:
    """Return triangles that are evenly wide in mel, shape (n_bins, n_bands)."""
    import numpy as np

    edges_mel = np.linspace(_mel(_LOWEST_HZ), _mel(_HIGHEST_HZ), _N_BANDS + 2)
    edges = 700 * (10 ** (edges_mel / 2595) - 1)
    bins = np.arange(_FFT // 2 + 1)[:, None] * RATE_HZ / _FFT
    rising = (bins - edges[:-2]) / (edges[1:-1] - edges[:-2])
    falling = (edges[2:] - bins) / (edges[2:] - edges[1:-1])
    return np.asarray(np.clip(np.minimum(rising, falling), 0, None))


def _mel(hz: float) -> float:
    import numpy as np

    return float(2595 * np.log10(1 + hz / 700))
