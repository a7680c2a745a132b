import type { Observable, ObservableResult } from '@opentelemetry/api';

/** What is observed whenever metrics are collected. */
export type Callback = [instrument: Observable, observe: (result: ObservableResult) => void];

/** Adds the callbacks; the function that is returned removes them. */
export function addCallbacks(callbacks: readonly Callback[]): () => void {
  for (const [instrument, observe] of callbacks) instrument.addCallback(observe);
  return () => {
    for (const [instrument, observe] of callbacks) instrument.removeCallback(observe);
  };
}
