import type { ArtifactBlock } from './shapes';

export const [usualWidth, usualHeight, leastHeight] = [6, 4, 2];

/** Returns the height of a block in grid rows. A stored height below the least was never chosen by a person. */
export const heightOf = ({ h }: Pick<ArtifactBlock, 'h'>): number => (h !== undefined && h >= leastHeight ? h : usualHeight);
