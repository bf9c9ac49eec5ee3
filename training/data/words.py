"""The words for everything in a scene but objects and places, in English and Chinese; the usual phrase comes first."""

from __future__ import annotations

COLOURS_ZH = {
    "red": "红色",
    "orange": "橙色",
    "yellow": "黄色",
    "green": "绿色",
    "blue": "蓝色",
    "purple": "紫色",
    "pink": "粉色",
    "white": "白色",
    "black": "黑色",
    "brown": "棕色",
}

NUMBERS_EN = ("no", "one", "two", "three", "four", "five")
NUMBERS_ZH = "零一两三四五"

TIMES_EN: dict[str, tuple[str, ...]] = {
    "day": ("by day", "in the daytime"),
    "sunset": ("at sunset", "in the evening", "at dusk"),
    "night": ("at night", "by night", "under the moon"),
    "sunrise": ("at sunrise", "in the morning", "at dawn"),
}
TIMES_ZH: dict[str, tuple[str, ...]] = {
    "day": ("白天",),
    "sunset": ("日落时", "傍晚", "夕阳下"),
    "night": ("夜晚", "夜里", "月光下"),
    "sunrise": ("日出时", "清晨", "早晨"),
}

WEATHERS_EN: dict[str, tuple[str, ...]] = {
    "clear": ("in clear weather", "on a clear day"),
    "rain": ("in the rain", "on a rainy day", "while it rains"),
    "snowfall": ("while it snows", "in falling snow", "during a snowfall"),
    "fog": ("in the fog", "in thick fog", "in the mist"),
    "storm": ("in a thunderstorm", "in a storm with lightning", "during a storm"),
}
WEATHERS_ZH: dict[str, tuple[str, ...]] = {
    "clear": ("晴天",),
    "rain": ("下着雨", "雨中", "下雨天"),
    "snowfall": ("下着雪", "大雪纷飞", "飘着雪花"),
    "fog": ("大雾中", "有雾", "雾蒙蒙"),
    "storm": ("雷雨中", "电闪雷鸣", "暴风雨中"),
}

STYLES_EN: dict[str, tuple[str, ...]] = {
    "flat": ("flat colours", "picture book", "storybook illustration"),
    "watercolour": ("watercolour", "watercolor", "watercolour painting"),
    "oil": ("oil painting", "oil on canvas"),
    "pencil": ("pencil sketch", "pencil drawing"),
    "pixel": ("pixel art", "8-bit pixel art"),
    "neon": ("neon", "neon lights", "neon sign"),
    "ink": ("ink wash", "ink wash painting", "chinese ink painting"),
    "glass": ("stained glass", "stained glass window"),
}
STYLES_ZH: dict[str, tuple[str, ...]] = {
    "flat": ("绘本风格", "平面插画"),
    "watercolour": ("水彩", "水彩画", "水彩风格"),
    "oil": ("油画", "油画风格"),
    "pencil": ("铅笔素描", "素描", "铅笔画"),
    "pixel": ("像素画", "像素风格", "像素艺术"),
    "neon": ("霓虹", "霓虹灯风格", "霓虹风格"),
    "ink": ("水墨风格", "水墨画", "水墨"),
    "glass": ("彩色玻璃", "彩绘玻璃", "彩色玻璃窗"),
}

CROWDS: dict[str, tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {
    "flowers": (
        ("tulip", "rose", "hibiscus", "daisy", "sunflower", "cherryblossom"),
        ("flowers", "many flowers", "blooming flowers"),
        ("花丛中", "鲜花丛中", "花丛里"),
    ),
    "mushrooms": (("mushroom",), ("mushrooms", "many mushrooms"), ("蘑菇丛中", "许多蘑菇中间")),
    "balloons": (("balloon",), ("balloons", "many balloons"), ("气球中间", "许多气球中间")),
    "butterflies": (("butterfly",), ("butterflies", "many butterflies"), ("蝴蝶群中", "许多蝴蝶中间")),
    "hearts": (("heart",), ("hearts", "many hearts"), ("爱心中间", "许多爱心中间")),
    "leaves": (("maple",), ("maple leaves", "red leaves"), ("枫叶丛中", "红叶中间")),
}  #: crowd -> keys of what is drawn, English words after "among", Chinese phrases that follow 在
