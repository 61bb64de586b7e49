const hidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u2028\u2029]/g;

/** Removes characters that nobody sees: control characters and bidirectional overrides. */
export const withoutHidden = (text: string): string => text.replace(hidden, '');
