import pytest

from coach.store.repository import Store


@pytest.fixture
def store(tmp_path):
    opened = Store.open(f"sqlite:///{tmp_path}/coach.db")
    yield opened
    opened.close()
