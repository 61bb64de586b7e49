/** Returns the column names of a SELECT as far as its text shows them. Used only for suggestions. */
export function columnsOfSql(sql: string): string[] {
  const [, list] = /^\s*select\s+(?:distinct\s+)?([\s\S]*?)\sfrom\s/i.exec(sql) ?? [];
  if (!list) return [];
  const parts: string[] = [];
  let [depth, part] = [0, ''];
  for (const sign of list) {
    if (sign === '(') depth++;
    if (sign === ')') depth--;
    if (sign === ',' && depth === 0) {
      parts.push(part);
      part = '';
    } else part += sign;
  }
  return [...parts, part].flatMap((one) => /(?:\bas\s+)?"?([A-Za-z_]\w*)"?\s*$/i.exec(one)?.[1] ?? []);
}
