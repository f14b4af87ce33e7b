// Runs one scenario with an unchanged jsforce; facts come in as JSON, what it saw goes out as JSON.
const jsforce = require('jsforce');
const fs = require('fs');

const facts = JSON.parse(fs.readFileSync(0, 'utf8'));
const { user, app, callback, code, verifier, secret } = facts;
const oauth2 = { loginUrl: facts.loginUrl, clientId: app.consumer_key, clientSecret: app.consumer_secret, redirectUri: callback };
const lead = (more) => ({ LastName: 'Doe', Company: 'Example', ...more });

async function loggedIn(options = {}) {
  const conn = new jsforce.Connection({ loginUrl: facts.loginUrl, version: '60.0', ...options });
  await conn.login(user.username, user.password + user.security_token);
  return conn;
}

const scenarios = {
  async soapLogin() {
    const conn = new jsforce.Connection({ loginUrl: facts.loginUrl });
    const who = await conn.login(user.username, user.password + user.security_token);
    return { who, instanceUrl: conn.instanceUrl };
  },

  async wrongPassword() {
    const conn = new jsforce.Connection({ loginUrl: facts.loginUrl });
    return conn.login(user.username, 'wrong').then(() => null, (error) => ({ words: error.message }));
  },

  async passwordFlow() {
    const conn = new jsforce.Connection({ oauth2 });
    const who = await conn.login(user.username, user.password + user.security_token);
    return { who, instanceUrl: conn.instanceUrl };
  },

  async authorizeUrl() {
    const flow = new jsforce.OAuth2({ ...oauth2, useVerifier: true });
    return { url: flow.getAuthorizationUrl({ scope: 'api refresh_token id', state: 's' }), verifier: flow.codeVerifier };
  },

  async webServerFlow() {
    const conn = new jsforce.Connection({ oauth2, version: '60.0' });
    const who = await conn.authorize(code, { code_verifier: verifier });
    const identity = await conn.identity();
    const before = conn.accessToken;
    await conn.oauth2.revokeToken(before);
    const rows = await conn.query('SELECT Id FROM Lead LIMIT 1');
    return { who, identity, rows: rows.totalSize, isRenewed: conn.accessToken !== before };
  },

  async clientCredentials() {
    const conn = new jsforce.Connection({ instanceUrl: facts.instanceUrl, oauth2: { ...oauth2, loginUrl: facts.instanceUrl } });
    const who = await conn.authorize({ grant_type: 'client_credentials' });
    return { who };
  },

  async logout() {
    const conn = await loggedIn();
    const { accessToken, instanceUrl } = conn;
    await conn.logout();
    const after = new jsforce.Connection({ accessToken, instanceUrl });
    return after.query('SELECT Id FROM Lead').then(() => null, (error) => ({ code: error.errorCode }));
  },

  async describes() {
    const conn = await loggedIn();
    const all = await conn.describeGlobal();
    const one = await conn.describe('Lead');
    const many = await conn.sobject('Contact').describe();
    return { names: all.sobjects.map((each) => each.name), fields: one.fields.length, label: many.label };
  },

  async queries() {
    const conn = await loggedIn();
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const first = await conn.query('SELECT Id FROM Contact', { headers });
    const second = first.done ? { records: [] } : await conn.queryMore(first.nextRecordsUrl, { headers });
    const all = await conn.query('SELECT Id, Name FROM Contact', { autoFetch: true, maxFetch: 10000, headers });
    const found = await conn.sobject('Lead').find({ LastName: { $ne: null } }, 'Id, LastName').limit(3);
    const count = await conn.query('SELECT COUNT() FROM Contact');
    return {
      first: first.records.length,
      second: second.records.length,
      all: all.records.length,
      found: found.length,
      count: count.totalSize,
    };
  },

  async writes() {
    const conn = await loggedIn();
    const leads = conn.sobject('Lead');
    const made = await leads.create(lead());
    const changed = await leads.update({ Id: made.id, FirstName: 'Jo' });
    const upserted = await leads.upsert(lead({ Email: 'jsforce@example.com' }), 'Email');
    const read = await leads.retrieve(made.id);
    const gone = await leads.destroy(made.id);
    const after = await leads.retrieve(made.id).then(() => null, (error) => error.errorCode);
    return { made, changed, upserted, name: read.Name, gone, after };
  },

  async collections() {
    const conn = await loggedIn();
    const leads = conn.sobject('Lead');
    const made = await leads.create([lead(), lead({ Email: 'no address' })]);
    const kept = await leads.create([lead(), lead()], { allOrNone: true });
    const ids = kept.map((each) => each.id);
    const changed = await leads.update(ids.map((Id) => ({ Id, Title: 'Dr' })));
    const read = await leads.retrieve(ids);
    const gone = await leads.destroy(ids);
    return { made, changed, titles: read.map((each) => each.Title), gone };
  },

  async composite() {
    const conn = await loggedIn();
    const base = '/services/data/v60.0';
    return conn.requestPost(`${base}/composite`, {
      compositeRequest: [
        { method: 'POST', url: `${base}/sobjects/Lead`, referenceId: 'one', body: lead() },
        { method: 'GET', url: `${base}/sobjects/Lead/@{one.id}?fields=LastName`, referenceId: 'two' },
      ],
    });
  },

  async bulkQuery() {
    const conn = await loggedIn();
    const stream = await conn.bulk2.query('SELECT Id, Name FROM Lead', { pollInterval: 100 });
    const rows = await stream.toArray();
    return { rows: rows.length, keys: Object.keys(rows[0]) };
  },

  async bulkIngest() {
    const conn = await loggedIn();
    const done = await conn.bulk2.loadAndWaitForResults({
      object: 'Lead',
      operation: 'insert',
      input: [lead({ Email: 'one@example.com' }), lead({ Email: 'no address' })],
      pollInterval: 100,
    });
    return { good: done.successfulResults, bad: done.failedResults, left: done.unprocessedRecords };
  },

  async identity() {
    const conn = await loggedIn();
    const identity = await conn.identity();
    const limits = await conn.limits();
    return { username: identity.username, daily: limits.DailyApiRequests.Max, used: conn.limitInfo.apiUsage };
  },

  async soapCalls() {
    const conn = await loggedIn();
    return { time: await conn.soap.getServerTimestamp(), user: await conn.soap.getUserInfo() };
  },

  async converts() {
    const conn = await loggedIn();
    const made = await conn.sobject('Lead').create(lead());
    const wish = { leadId: made.id, convertedStatus: 'Closed - Converted', doNotCreateOpportunity: true };
    return { leadId: made.id, result: await conn.soap.convertLead(wish) };
  },

  async searches() {
    const conn = await loggedIn();
    const found = await conn.search('FIND {Doe} IN NAME FIELDS RETURNING Lead(Id, LastName)');
    return { found: found.searchRecords.length };
  },

  async metadata() {
    const conn = await loggedIn();
    const made = await conn.metadata.create('CustomField', { fullName: 'Lead.Score_Note__c', label: 'Score note', type: 'Text', length: 40 });
    const read = await conn.metadata.read('CustomField', 'Lead.Score_Note__c');
    return { made, read };
  },

  async errors() {
    const conn = await loggedIn();
    const refused = (work) => work.then(() => null, (error) => ({ code: error.errorCode, words: error.message }));
    return {
      field: await refused(conn.query('SELECT Nothing FROM Lead')),
      missing: await refused(conn.sobject('Lead').create({ Company: 'Example' })),
      object: await refused(conn.describe('Nothing')),
    };
  },
};

scenarios[process.argv[2]]().then(
  (saw) => process.stdout.write(JSON.stringify(saw ?? null)),
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exit(1);
  },
);
