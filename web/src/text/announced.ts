const announcement = /^\[(?:[^[\]\n]|\\.)+\]\(\/artifacts\/([a-z0-9-]+)\)$/;

/** Returns the id of the artifact that a message puts into its thread. Such a message is a link to it, and nothing else. */
export const announcedIn = (text: string | undefined): string | undefined => announcement.exec(text ?? '')?.[1];
