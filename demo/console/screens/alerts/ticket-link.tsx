import { Anchor, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TicketCardFragment } from '../../../../operations/documents.ts';

/** A ticket by its reference, with its title and its state on hover; a dash where there is none. */
export function TicketLink({ ticket }: { ticket: TicketCardFragment | null }) {
  const { t } = useTranslation();
  if (!ticket) return '–';
  return (
    <Tooltip label={`${ticket.title} (${t(`threats.ticketState.${ticket.state}`)})`}>
      {ticket.url ? (
        <Anchor href={ticket.url} target="_blank" rel="noreferrer" size="sm">
          {ticket.reference}
        </Anchor>
      ) : (
        <span>{ticket.reference}</span>
      )}
    </Tooltip>
  );
}
