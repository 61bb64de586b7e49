/** The names of what a SELECT gives, as far as its text says them: only a help to choose from. */
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
