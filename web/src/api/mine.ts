export interface Connection {
  provider: string;
  name: string;
  kind: 'oauth' | 'mcp' | 'slack';
  state: 'none' | 'connected' | 'reconnect';
  reason?: string;
  scopes: string[];
  account?: string;
  connectedAt?: string;
  lastUsedAt?: string;
}

/** A memory. A locked one has only an id and a time. */
export interface Memory {
  id: string;
  at: string;
  visibility: 'open' | 'locked';
  text?: string;
  from?: 'agent' | 'hand';
}

/** A tool of a connected MCP server. It is disabled until its person has agreed to its description. */
export interface ConnectionTool {
  name: string;
  description: string;
  effect: 'read' | 'change';
  agreed: boolean;
}

export interface ConnectionToolList {
  items: ConnectionTool[];
  hash: string;
}
