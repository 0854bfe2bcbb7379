/** What a request to a site's back end carries: a form or JSON. Node only; strings in, strings out. */
import type { LabRequest } from './route.ts';

type Form = Readonly<Record<string, string>>;

/** Last value of each name, texts alone; a body that can't be read, or JSON where none is taken, is an empty form. */
export function formOf({ headers, body }: LabRequest, { json = true }: { json?: boolean } = {}): Form {
  const type = headers['content-type'] ?? '';
  if (type.startsWith('application/json')) return json ? parseJson(body) : {};
  if (type.startsWith('multipart/form-data')) return parseMultipart(body);
  return Object.fromEntries(new URLSearchParams(body));
}

function parseJson(body: string): Form {
  try {
    const value: unknown = JSON.parse(body);
    const pairs = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    return Object.fromEntries(pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string'));
  } catch {
    return {};
  }
}

function parseMultipart(body: string): Form {
  const parts = [...body.matchAll(/name="([^"]*)"\r\n(?:[^\r\n]+\r\n)*\r\n([\s\S]*?)\r\n--/g)];
  return Object.fromEntries(parts.map(([, name = '', value = '']) => [name, value]));
}
