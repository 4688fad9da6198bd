/** Attributes worth a chip on a card: what shoppers look for, not bookkeeping such as `column:value`. */
export const labels = (attributes: string[]) => attributes.filter((attribute) => !attribute.includes(':') && attribute.length <= 18);
