import { artifact } from './artifact';
import { blocks } from './blocks';
import { history } from './history';
import { templates } from './templates';

/** The texts of artifacts: a chunk of their own, which is loaded with the first page that shows artifacts. */
export const artifacts = { ...artifact, ...blocks, ...history, ...templates };
