import type { OperationTypeNode } from 'graphql';
import type { VisitorRole } from '../pages/choices.js';

/** An operation that a visitor can open. */
export interface CollectedOperation {
  name: string;
  kind: OperationTypeNode;
  /** What it is for. */
  about: string;
  /** Its text with the fragments it uses, which can be sent alone. */
  text: string;
  /** Who may use all that it asks this service for. */
  roles: VisitorRole[];
}

/** The operations of a screen. */
export interface CollectedScreen {
  name: string;
  about: string;
  operations: CollectedOperation[];
}

/** What the page is set up with. */
export interface ExplorerSetting {
  screens: CollectedScreen[];
}
