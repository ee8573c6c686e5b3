/** What some editors of Windows write before the first letter of a file. */
const byteOrderMark = "\ufeff";

/** The text of a file without the mark of the order of bytes, which neither YAML's lists nor JSON nor Markdown expect. */
export const withoutByteOrderMark = (text: string): string =>
  text.startsWith(byteOrderMark) ? text.slice(byteOrderMark.length) : text;
