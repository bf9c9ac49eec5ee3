// The first minute: eight prompts to click. Each names things that the embedded model has been taught to paint.

/** @typedef {{icon: string, en: string, zh: string}} Prompt */

/** @type {Prompt[]} */
export const PROMPTS = [
  { icon: "🦊", en: "a fox in the snow", zh: "一只狐狸在雪地里" },
  { icon: "🍎", en: "a red apple in a meadow", zh: "草地上的红苹果" },
  { icon: "🌻", en: "a sunflower in the mountains", zh: "山间的一朵向日葵" },
  { icon: "🐧", en: "a penguin at night", zh: "夜晚的一只企鹅" },
  { icon: "🐱", en: "a cat on the beach", zh: "海滩上的一只猫" },
  { icon: "🦉", en: "an owl in the forest at night", zh: "夜晚森林里的一只猫头鹰" },
  { icon: "🚀", en: "a rocket in space", zh: "太空中的一枚火箭" },
  { icon: "🐙", en: "an octopus under water", zh: "水下的一只章鱼" },
];

/** @param {string} lang @returns {{icon: string, text: string}[]} */
export function promptsFor(lang) {
  return PROMPTS.map(({ icon, en, zh }) => ({ icon, text: lang === "zh-CN" ? zh : en }));
}
