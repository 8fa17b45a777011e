"""A sealed secret opens for its owner and for nobody else."""

import pytest

from handoff.storage.sealing import Sealer

OLD, NEW = b"o" * 32, b"n" * 32


def test_what_was_sealed_opens() -> None:
    sealer = Sealer((NEW,))

    sealed = sealer.seal("secret ü", owner="olive")

    assert sealer.open(sealed, owner="olive") == "secret ü"
    assert b"secret" not in sealed


def test_the_same_secret_never_looks_the_same() -> None:
    sealer = Sealer((NEW,))

    assert sealer.seal("secret", owner="olive") != sealer.seal("secret", owner="olive")


def test_another_owner_cannot_open_it() -> None:
    sealer = Sealer((NEW,))

    with pytest.raises(ValueError, match="seal does not hold"):
        sealer.open(sealer.seal("secret", owner="olive"), owner="otto")


@pytest.mark.parametrize("place", [5, 17, -1])
def test_a_changed_byte_breaks_the_seal(place: int) -> None:
    sealer = Sealer((NEW,))
    sealed = bytearray(sealer.seal("secret", owner="olive"))
    sealed[place] ^= 1

    with pytest.raises(ValueError, match="seal does not hold"):
        sealer.open(bytes(sealed), owner="olive")


@pytest.mark.parametrize("sealed", [b"", b"abc", b"x" * 40])
def test_what_was_never_sealed_does_not_open(sealed: bytes) -> None:
    with pytest.raises(ValueError, match="not known"):
        Sealer((NEW,)).open(sealed, owner="olive")


def test_a_cut_seal_does_not_open() -> None:
    sealer = Sealer((NEW,))

    with pytest.raises(ValueError, match="seal does not hold"):
        sealer.open(sealer.seal("secret", owner="olive")[:6], owner="olive")


def test_the_first_key_seals_and_every_key_opens() -> None:
    sealed_before = Sealer((OLD,)).seal("secret", owner="olive")
    rotated = Sealer((NEW, OLD))

    assert rotated.open(sealed_before, owner="olive") == "secret"
    assert Sealer((NEW,)).open(rotated.seal("secret", owner="olive"), owner="olive") == "secret"
    with pytest.raises(ValueError, match="not known"):
        Sealer((NEW,)).open(sealed_before, owner="olive")


@pytest.mark.parametrize("keys", [(), (b"short",)])
def test_a_key_is_32_bytes(keys: tuple[bytes, ...]) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        Sealer(keys)


def test_a_sealer_shows_no_key() -> None:
    assert "nnnn" not in repr(Sealer((NEW,)))
