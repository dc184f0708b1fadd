import pytest

from coach.rubric.amounts import amounts


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("i waited a week", "seven days is too long"),
        ("it is the third time", "you rang three times"),
        ("i have been up since five", "awake since 5, i see"),
        ("i waited in all day", "you lost a whole day"),
        ("もう三回も", "3回もおかけいただき"),
        ("一週間お湯が出ない", "七日間も"),
        ("一か月待った", "ひと月もお待たせし"),
        ("十二日前に", "12日前に"),
        ("二十三回も", "23回も"),
    ],
)
def test_the_same_amount_is_found_in_other_words(one, other):
    assert set(amounts(one)) == set(amounts(other)) != set()


@pytest.mark.parametrize("said", ["one moment", "a minute please", "一度ご確認", "the first one"])
def test_one_of_anything_fits_anybody_and_is_no_amount(said):
    assert list(amounts(said)) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [("十十日も待ちました", "#10 day"), ("十二十日も待ちました", "#20 day")],
)
def test_a_number_that_is_misheard_is_read_as_far_as_it_is_one(said, found):
    assert list(amounts(said)) == [found]
