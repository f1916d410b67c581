// The CDK's own look at each template, at CloudFormation's types, takes longer than everything else. `npm run generate` keeps it.
process.env.CDK_VALIDATION = 'false';
