"""What can stand in a scene: an ordered table of Noto Color Emoji drawings with their names.

English and Chinese names are Unicode CLDR's, through the `emoji` package, unless the row gives a plainer one.
The order matters: the head of the list is drawn more often (`scene.OBJECT_WEIGHTS`) and is what is measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import emoji


@dataclass(frozen=True, slots=True)
class Object:
    """One drawable thing and the words for it."""

    key: str  #: stable identifier, ASCII
    glyph: str  #: the emoji that is drawn
    en: tuple[str, ...]  #: names in English, the usual one first
    zh: tuple[str, ...]  #: names in Chinese, the usual one first
    kind: str  #: key of `KINDS`
    measure: str  #: Chinese measure word


KINDS: dict[str, tuple[str, str]] = {
    "animal": ("animal", "动物"),
    "bird": ("bird", "鸟"),
    "insect": ("insect", "昆虫"),
    "fruit": ("fruit", "水果"),
    "food": ("food", "食物"),
    "plant": ("plant", "植物"),
    "vehicle": ("vehicle", "交通工具"),
    "building": ("building", "建筑"),
    "toy": ("toy", "玩具"),
    "thing": ("thing", "东西"),
}

# key | glyph | kind | measure word | English instead of CLDR's, synonyms | Chinese instead of CLDR's, synonyms
_ROWS = """
fox|🦊|animal|只|fox|狐狸
apple|🍎|fruit|个|apple,red apple|苹果,红苹果
penguin|🐧|bird|只|penguin|企鹅
balloon|🎈|toy|个|balloon,red balloon|气球
sunflower|🌻|plant|朵|sunflower|向日葵
rocket|🚀|vehicle|枚|rocket,spaceship|火箭,飞船
mushroom|🍄|plant|个|mushroom,toadstool|蘑菇
car|🚗|vehicle|辆|car,red car|汽车,小汽车
butterfly|🦋|insect|只|butterfly|蝴蝶
pumpkin|🎃|plant|个|pumpkin,jack-o-lantern|南瓜,南瓜灯
cat|🐱|animal|只|cat,kitten|猫,小猫
dog|🐶|animal|只|dog,puppy|狗,小狗
panda|🐼|animal|只|panda|熊猫
frog|🐸|animal|只|frog|青蛙
tree|🌳|plant|棵|tree|树,大树
house|🏠|building|座|house|房子
umbrella|☂|thing|把|umbrella|雨伞,伞
strawberry|🍓|fruit|个|strawberry|草莓
banana|🍌|fruit|根|banana|香蕉
rabbit|🐰|animal|只|rabbit,bunny|兔子
bear|🐻|animal|只|bear|熊
tiger|🐯|animal|只|tiger|老虎
lion|🦁|animal|只|lion|狮子
pig|🐷|animal|只|pig|猪
cow|🐮|animal|头|cow|牛,奶牛
chick|🐤|bird|只|chick,baby chick|小鸡
owl|🦉|bird|只|owl|猫头鹰
parrot|🦜|bird|只|parrot,bird,colourful bird|鹦鹉,鸟,五彩斑斓的鸟
whale|🐳|animal|头|whale|鲸鱼
fish|🐠|animal|条|fish,tropical fish|鱼,热带鱼
octopus|🐙|animal|只|octopus|章鱼
turtle|🐢|animal|只|turtle|乌龟
ladybug|🐞|insect|只|ladybug,ladybird|瓢虫
bee|🐝|insect|只|bee,honeybee|蜜蜂
snowman|⛄|thing|个|snowman|雪人
rose|🌹|plant|朵|rose,red rose|玫瑰
tulip|🌷|plant|朵|tulip|郁金香
cactus|🌵|plant|棵|cactus|仙人掌
palm|🌴|plant|棵|palm tree|棕榈树
orange|🍊|fruit|个|orange,tangerine|橘子,橙子
lemon|🍋|fruit|个|lemon|柠檬
watermelon|🍉|fruit|块|watermelon|西瓜
grapes|🍇|fruit|串|grapes|葡萄
cherries|🍒|fruit|颗|cherries|樱桃
pineapple|🍍|fruit|个|pineapple|菠萝
cake|🎂|food|个|birthday cake,cake|生日蛋糕,蛋糕
icecream|🍦|food|个|ice cream|冰淇淋
doughnut|🍩|food|个|doughnut,donut|甜甜圈
pizza|🍕|food|块|pizza|披萨
burger|🍔|food|个|hamburger,burger|汉堡
bus|🚌|vehicle|辆|bus|公交车,巴士
bicycle|🚲|vehicle|辆|bicycle,bike|自行车
train|🚂|vehicle|列|train,locomotive|火车
ship|🚢|vehicle|艘|ship|轮船,船
sailboat|⛵|vehicle|艘|sailboat|帆船
airplane|✈|vehicle|架|airplane,plane|飞机
helicopter|🚁|vehicle|架|helicopter|直升机
ufo|🛸|vehicle|个|flying saucer,ufo|飞碟
castle|🏰|building|座|castle|城堡
lighthouse|🗼|building|座|tower|塔
tent|⛺|building|顶|tent|帐篷
star|⭐|thing|颗|star|星星
moon|🌙|thing|个|moon,crescent moon|月亮
sun|🌞|thing|个|sun|太阳
heart|❤|thing|颗|heart|爱心,心
gift|🎁|thing|个|gift,present|礼物
ball|⚽|toy|个|football,soccer ball|足球
teddy|🧸|toy|个|teddy bear|泰迪熊
kite|🪁|toy|个|kite|风筝
robot|🤖|toy|个|robot|机器人
guitar|🎸|thing|把|guitar|吉他
drum|🥁|thing|个|drum|鼓
crown|👑|thing|顶|crown|皇冠
hat|🎩|thing|顶|top hat,hat|礼帽,帽子
sunglasses|🕶|thing|副|sunglasses|墨镜
book|📕|thing|本|book|书
clock|⏰|thing|个|alarm clock,clock|闹钟
key|🔑|thing|把|key|钥匙
ghost|👻|thing|个|ghost|鬼,幽灵
unicorn|🦄|animal|只|unicorn|独角兽
dragon|🐲|animal|条|dragon|龙
dinosaur|🦖|animal|只|dinosaur,t-rex|恐龙,霸王龙
crab|🦀|animal|只|crab|螃蟹
snail|🐌|animal|只|snail|蜗牛
"""


def cldr_name(glyph: str, language: str) -> str:
    """The Unicode CLDR short name of an emoji in `language` (ISO 639-1), in plain words."""
    emoji.config.load_language(language)
    entry = emoji.EMOJI_DATA.get(glyph) or emoji.EMOJI_DATA[glyph + "\ufe0f"]
    return str(entry[language]).strip(":").replace("_", " ")


def _names(own: str, glyph: str, language: str) -> tuple[str, ...]:
    formal = cldr_name(glyph, language)
    usual = tuple(name for name in own.split(",") if name)
    return tuple(dict.fromkeys((*usual, formal)))


def _object(row: str) -> Object:
    key, glyph, kind, measure, en, zh = row.split("|")
    return Object(key, glyph, _names(en, glyph, "en"), _names(zh, glyph, "zh"), kind, measure)


@cache
def objects() -> tuple[Object, ...]:
    """All objects in training order."""
    return tuple(_object(row) for row in _ROWS.strip().splitlines())


@cache
def by_key() -> dict[str, Object]:
    """All objects by their key."""
    return {item.key: item for item in objects()}
