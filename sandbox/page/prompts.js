// The first minute: eight prompts to click. Each names things that the embedded model has been taught to paint.

/** @typedef {{icon: string, en: string, zh: string}} Prompt */

/** @type {Prompt[]} */
export const PROMPTS = [
  { icon: "🦊", en: "a fox in the snow", zh: "一只狐狸在雪地里" },
  { icon: "🚀", en: "a rocket in space", zh: "一枚火箭在太空中" },
  { icon: "🌻", en: "a sunflower in a meadow", zh: "一朵向日葵在草地上" },
  { icon: "🐧", en: "a penguin on the beach", zh: "一只企鹅在沙滩上" },
  { icon: "🍄", en: "a mushroom in the forest", zh: "一个蘑菇在森林里" },
  { icon: "🍎", en: "a red apple in the snow", zh: "一个红苹果在雪地里" },
  { icon: "🎈", en: "a balloon on the beach", zh: "一个气球在海滩上" },
  { icon: "🐱", en: "a cat in the forest at night", zh: "夜晚，一只猫在森林里" },
];

/** @param {string} lang @returns {{icon: string, text: string}[]} */
export function promptsFor(lang) {
  return PROMPTS.map(({ icon, en, zh }) => ({ icon, text: lang === "zh-CN" ? zh : en }));
}
