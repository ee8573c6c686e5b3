/**
 * A platform takes so many characters and no more. A section is made of blocks that are shown whole or not at all; what does
 * not fit is counted, and the reader is told where the whole stands.
 */
export interface Section {
  head: string;
  blocks: readonly string[];
  /** Between two blocks. */
  separator: string;
  tail: string;
  /** Instead of the blocks that do not fit. `shown`: how many do. */
  rest: (left: number, shown: number) => string;
}

/** GitHub refuses a comment of more than 65,536; some room for what it counts differently. */
export const commentLimit = 65_000;

/** Room that is kept for what says how much has been left out, in every section that follows. */
const reserve = 300;

/** All sections one after the other, as much of each as fits; the earlier ones come first. */
export function fitted(sections: readonly Section[], limit: number): string {
  let text = "";
  sections.forEach((section, at) => {
    if (section.blocks.length === 0) return;
    const room = limit - text.length - section.head.length - section.tail.length - reserve * (sections.length - at);
    let shown = 0;
    let size = 0;
    for (const block of section.blocks) {
      if (size + block.length + section.separator.length > room) break;
      size += block.length + section.separator.length;
      shown++;
    }
    const left = section.blocks.length - shown;
    const body = section.blocks.slice(0, shown).join(section.separator);
    if (shown === 0) text += section.rest(left, 0);
    else text += `${section.head}${body}${section.tail}${left > 0 ? section.rest(left, shown) : ""}`;
  });
  return text;
}
