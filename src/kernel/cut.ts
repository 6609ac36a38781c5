/** Cutting texts to a vendor's limit; a cut text ends with …, and no character is ever cut in two. */

/** At most so many letters (Unicode characters, not UTF-16 units). */
export const cutLetters = (text: string, most: number): string => {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join('')}…`;
};

/** At most so many bytes of UTF-8. */
export const cutBytes = (text: string, most: number): string => {
  if (Buffer.byteLength(text) <= most) return text;
  let cut = '';
  let bytes = 3;
  for (const letter of text) {
    bytes += Buffer.byteLength(letter);
    if (bytes > most) break;
    cut += letter;
  }
  return `${cut}…`;
};
