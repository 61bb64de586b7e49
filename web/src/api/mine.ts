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

/** Of a locked one only its id and time are told. */
export interface Memory {
  id: string;
  at: string;
  visibility: 'open' | 'locked';
  text?: string;
  from?: 'agent' | 'hand';
}

/** A tool that a connected server offers; held back until its person has agreed to what it says of itself. */
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
