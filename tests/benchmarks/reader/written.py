"""How dates and amounts were written in the examples that the reader was trained on; other examples train another."""

from __future__ import annotations

import re

DATE = (
    r"(?:(?:\d{4}\s*年\s*)?\d{1,2}\s*月\s*\d{1,2}\s*日"
    r"|\d{4}\s*年\s*\d{1,2}\s*月|(?<!\d)(?:19|20)\d\d\s*年)"
)
HOUR = "(?:上午|下午|中午|凌晨|清晨|傍晚|晚上|晚间|晚|夜间)?"
_UNIT = (
    "元人民币|人民币|个百分点|个基点|平方公里|平方千米|平方米|立方米|千瓦时|人次|美元|欧元|日元|港元|英镑|卢布|韩元"
    "|公里|千米|公斤|千克|公顷|千瓦|小时|分钟|个月|毫米|厘米|摄氏度|兆瓦"
    "|[元人名家个辆台架艘吨米亩度项件条场次座所种款枚块部套只头岁天倍户例起宗笔棵株篇册张幅处支位门片%％]"
)
AMOUNT = re.compile(
    r"(?<![\d.第—\-－~～至到])(?P<number>\d[\d,]*(?:\.\d+)?)\s*(?:[十百千]?[万亿]{1,2}|[百千](?![米克瓦]))?\s*"
    rf"(?P<unit>{_UNIT})(?![多余几]|左右|以[上下内])"
)
