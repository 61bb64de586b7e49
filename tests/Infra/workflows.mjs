// Reads YAML files as GitHub reads workflows. Prints each one's mistakes, and the JSON that it says.
import { readFileSync } from 'node:fs';
import { register } from 'node:module';
import { basename } from 'node:path';
import { parse } from 'yaml';

// The package imports its schema without the attribute that Node demands.
const load = `export const load = (url, context, next) => next(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context);`;
register(`data:text/javascript,${encodeURIComponent(load)}`);
const { NoOperationTraceWriter, convertWorkflowTemplate, parseWorkflow } = await import('@actions/workflow-parser');

async function read(file) {
  const content = readFileSync(file, 'utf8');
  const { context, value } = parseWorkflow({ name: basename(file), content }, new NoOperationTraceWriter());
  // Only the conversion finds a job that needs one that is not there.
  if (value) await convertWorkflowTemplate(context, value);
  return { file: basename(file), mistakes: context.errors.getErrors().map(error => error.message), content: parse(content) };
}

console.log(JSON.stringify(await Promise.all(process.argv.slice(2).map(read))));
