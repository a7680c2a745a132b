import { Field, ID, ObjectType } from 'type-graphql';
import { graphEnum } from '../../graphql/graph-enum.js';

@ObjectType('BitdefenderTechnique', { description: 'Technique of MITRE ATT&CK.' })
export class ThreatTechnique {
  @Field(() => ID, { description: 'Id of the technique or sub-technique in MITRE ATT&CK, such as `T1059.001`.' })
  id!: string;

  @Field(() => String, {
    nullable: true,
    description: 'Name as Bitdefender writes it beside the id; null if it writes none.',
  })
  name!: string | null;
}

export const FileAction = graphEnum('BitdefenderFileAction', 'Action that Bitdefender took on a file.', {
  QUARANTINED: 'Moved to quarantine.',
  KILLED: 'Process of the file ended.',
  NONE: 'No action, as far as Bitdefender reports.',
});
export type FileAction = keyof typeof FileAction;

@ObjectType('BitdefenderAffectedFile', {
  description: 'File in the graph of an incident: harmful, or used by what happened.',
})
export class AffectedFile {
  @Field(() => String, { nullable: true, description: 'Name of the file; null if Bitdefender did not report it.' })
  name!: string | null;

  @Field(() => String, { nullable: true, description: 'Path of the file; null if Bitdefender did not report it.' })
  path!: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'SHA-256 of the file in lower-case hex; null if Bitdefender did not report it.',
  })
  sha256!: string | null;

  @Field(() => FileAction, { description: 'Action that Bitdefender took on the file.' })
  action!: FileAction;
}
