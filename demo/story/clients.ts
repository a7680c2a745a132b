/** A client of the demo's MSP and where its machines are managed. */
export interface ClientPlan {
  id: string;
  name: string;
  /** The first letters of its host names. */
  prefix: string;
  domain: string;
  site: 'CLOUD' | 'ON_PREMISES';
  /** Its company in GravityZone; null for a client without one. */
  company: string | null;
  machines: number;
  /** How many threats it had in two months. */
  threats: number;
  /** Names of its sites in core; none for most. */
  places?: readonly string[];
}

type Row = [name: string, prefix: string, domain: string, company: string | null, machines: number, threats: number];

const cloud: Row[] = [
  ['Brightwater Dental Care', 'BDC', 'brightwater.local', 'Brightwater Dental Care', 38, 24],
  ['Müller & Söhne GmbH', 'MUS', 'mueller-soehne.local', 'Müller & Söhne GmbH', 64, 34],
  ["O'Brien Legal", 'OBL', 'obrien.local', "O'Brien Legal LLP", 34, 14],
  ['Café Zürich', 'CFZ', 'cafe-zuerich.local', 'Café Zürich AG', 18, 6],
  ['Northwind Traders', 'NWT', 'northwind.local', 'Northwind Traders Inc.', 48, 22],
  ['株式会社さくら', 'SKR', 'sakura.local', '株式会社さくら', 26, 9],
  ['Łódź Logistics', 'LDL', 'lodz-logistics.local', 'Łódź Logistics sp. z o.o.', 44, 18],
  ['Ångström Labs', 'ANG', 'angstrom.local', 'Ångström Labs AB', 30, 8],
];

const planOf =
  (site: ClientPlan['site']) =>
  ([name, prefix, domain, company, machines, threats]: Row): Omit<ClientPlan, 'id'> => ({
    ...{ name, prefix, domain, site, company, machines, threats },
  });

/** Where the machines of the first client are, but for some that core has at no site. */
const placesOfFirst = ['Harbour Street', 'Old Town'];

/** The clients, in the order of their ids; the first is that of `WIN-ABC123`, the second has the outbreak. */
export const clientPlans: readonly ClientPlan[] = [
  ...cloud.map(planOf('CLOUD')),
  planOf('ON_PREMISES')(['Harbour Freight & Port', 'HFP', 'harbour.local', 'Harbour', 24, 10]),
  // Nobody has connected or mapped anything for these: they show nothing until a visitor does.
  planOf('CLOUD')(['Riverside Veterinary', 'RSV', 'riverside.local', null, 16, 0]),
  planOf('CLOUD')(['Oak & Elm Architects', 'OEA', 'oak-elm.local', null, 12, 0]),
  planOf('CLOUD')(['Summit Fitness', 'SMF', 'summit.local', null, 9, 0]),
].map((plan, index) => ({ ...plan, id: `client-${index + 1}`, ...(index === 0 && { places: placesOfFirst }) }));

/** A company of the cloud that is mapped to nobody yet. */
export const unmappedCompany = { name: 'Riverside Veterinary Ltd', clientId: 'client-10', threats: 7 };

/** A company that is not to be mapped. */
export const ignoredCompany = { name: 'Internal test lab', reason: 'Machines of our own for trying things out.' };

/** The companies of the GravityZone that a visitor connects by hand. */
export const companiesToConnect = [
  { name: 'Oak & Elm Architects LLP', clientId: 'client-11', threats: 3 },
  { name: 'Summit Fitness', clientId: 'client-12', threats: 2 },
] as const;
