/** A parameter as a template declares it. */
export interface TemplateParameter {
  readonly Type?: string;
  readonly Default?: unknown;
  readonly AllowedValues?: readonly unknown[];
}

/** The values that a template itself names for a parameter. One of the Parameter Store's has a name there, and its value elsewhere. */
export function possibleValues({ Type: type = 'String', Default: given, AllowedValues: allowed = [] }: TemplateParameter): unknown[] {
  if (type.startsWith('AWS::SSM::')) {
    return [];
  }
  const isList = type === 'CommaDelimitedList' || type.startsWith('List<');
  return [...new Set([...given === undefined ? [] : [given], ...allowed])].map(value => isList ? String(value).split(',').map(one => one.trim()) : value);
}
