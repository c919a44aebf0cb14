"""Answers in scripts that the package's own font has, and in those that it lacks."""

from pathlib import Path

from hypothesis import strategies as st

DEBIAN = Path("/usr/share/fonts/truetype")
FILES = (
    "noto/NotoSansArabic-Regular.ttf",
    "noto/NotoSansHebrew-Regular.ttf",
    "noto/NotoSansDevanagari-Regular.ttf",
    "noto/NotoSansThai-Regular.ttf",
    "droid/DroidSansFallbackFull.ttf",
    "dejavu/DejaVuSans.ttf",  # emoji
)

ANSWERS = {
    "Greek": "Δεν νιώθω τίποτα από τον Μάρτιο του 2025.",
    "Vietnamese": "Tôi không cảm thấy gì từ tháng Ba, Nguyễn Thị Hồng.",
    "Cyrillic": "Я ничего не чувствую уже год.",
    "Arabic": "لا أشعر بالفرح ولا بالحزن",
    "Persian": "می‌خواهم دوباره بخندم",
    "Hebrew": "אני לא מרגיש כלום מאז מרץ",
    "Chinese": "自从三月以来我什么都感觉不到。我的家人说我变了。我想再次真正地笑。",
    "Devanagari": "मुझे मार्च से कुछ भी महसूस नहीं होता। क्षत्रिय ज्ञान।",
    "Thai": "ฉันไม่รู้สึกอะไรเลยตั้งแต่เดือนมีนาคม น้ำใจของฉันหายไปแล้ว",
    "emoji": "Fine 😀 or not 😃\N{VARIATION SELECTOR-16} and ❤\N{VARIATION SELECTOR-16} end",
}
MIXED = "قال لي الطبيب إن sertraline 50 mg (ربما) قد يكون السبب"

# any characters, and those that scripts, readers and pranks find hard
HOSTILE_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "ab 12.,-(<b>&\\\n\r\t\0אבגשָׁ(לاب ٣ لا مَّ कि क्ष र्न ก้ำเ中文。한글👩👍🏽🇫🇷"
            "\u200c\u200d\ufe0f\u0301\u202e\u2066\u2069\u200f\ud83d\ue000\ufdfa"
        ),
    ),
    max_size=200,
)
