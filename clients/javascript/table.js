// A copy of crates/client/errors.json: npm run table

export default {
  "refusals": {
    "1": { "name": "NotAMember", "sentence": "the account belongs to no institution of the consortium", "hint": "sign with an enrolled account, or have an administrator enrol this one: `critical-chains institution enrol`" },
    "2": { "name": "InstitutionNotActive", "sentence": "the institution of the account is suspended or has resigned", "hint": "ask the consortium why; what was prepared is kept and can be submitted later" },
    "3": { "name": "QuotaExceeded", "sentence": "the institution has used up its quota", "hint": "wait for the next window (a minute), then submit again" },
    "4": { "name": "ImmortalNotAllowed", "sentence": "the extrinsic has no end of validity, and this chain requires one", "hint": "sign with an era of 64 blocks" },
    "5": { "name": "CallNotAllowed", "sentence": "accounts may not make this call on this chain", "hint": "make only calls that the runtime allows, in batches of at most two levels; use a client and a node of the same release" },
    "6": { "name": "NotPermitted", "sentence": "the account has no permission for this call, or for one that it holds", "hint": "have it granted a role that carries the permission: `critical-chains role who-can PERMISSION` and `policy explain` say more" },
    "7": { "name": "Forbidden", "sentence": "a rule forbids this call now, for this account or in this context", "hint": "`critical-chains policy explain` names the rule, and `policy show PERMISSION` shows it" },
    "8": { "name": "ApprovalRequired", "sentence": "no account may do this alone", "hint": "have it proposed, with --propose where the command has it, and approved by other institutions: `critical-chains approval list`" },
    "9": { "name": "Stopped", "sentence": "this was stopped in an emergency", "hint": "wait until the stop is lifted or lapses, or ask the Authority that stopped it" },
    "10": { "name": "AccountFrozen", "sentence": "an Authority has frozen the account", "hint": "ask the Authority; until then use another account of the institution" },
    "11": { "name": "MembershipExpired", "sentence": "the membership of the institution has ended", "hint": "have the consortium renew it: propose `critical-chains institution expiry`, which the institution itself still may" },
    "12": { "name": "InsufficientCustody", "sentence": "the session keys are not kept as the consortium requires, or nothing is said of where they live", "hint": "say where they live first: `critical-chains custody register`; `custody list` shows what is required" }
  },
  "pool": {
    "AlreadyImported": { "sentence": "the node has this extrinsic already", "hint": "wait for it to be included" },
    "Stale": { "sentence": "the account has used this nonce already", "hint": "look whether the chain has the extrinsic; if not, sign it anew" },
    "Future": { "sentence": "extrinsics of the account with lower nonces are missing", "hint": "submit those first, or sign with the account's next nonce" },
    "Expired": { "sentence": "it was signed too many blocks ago", "hint": "sign it anew" },
    "Outranked": { "sentence": "another extrinsic of the account with this nonce is waiting", "hint": "wait until it is included, then sign anew" },
    "Banned": { "sentence": "the node saw this extrinsic fail a moment ago", "hint": "wait a minute, then submit again" },
    "PoolFull": { "sentence": "too many extrinsics are waiting", "hint": "wait a moment, then submit again" },
    "ExhaustsResources": { "sentence": "the institution has used up its quota", "hint": "wait for the next window (a minute), or ask the consortium for a larger quota" },
    "NotExpected": { "sentence": "the chain does not take such an extrinsic, or not now", "hint": "calls without an account are taken only if they vouch for themselves, as an authorised upgrade does" },
    "BadSignature": { "sentence": "the signature does not fit", "hint": "the node may be of another chain, or its runtime was upgraded a moment ago: sign anew" }
  },
  "dispatch": {
    "BadOrigin": { "sentence": "the account may not do this", "hint": "use an account with the permission, or propose it to the consortium" },
    "RootNotAllowed": { "sentence": "the consortium as a whole may not do this", "hint": "have an account of the institution do it" },
    "Exhausted": { "sentence": "the block had no room left", "hint": "submit again: a later block has room" }
  },
  "Anchoring": {
    "StreamNotFound": { "sentence": "the institution has no stream of this number", "hint": "list the streams with `critical-chains stream list`, or open one with --stream new" },
    "StreamClosed": { "sentence": "the stream is closed and takes no more batches", "hint": "choose an open stream with --stream, or open one with --stream new" },
    "StreamFrozen": { "sentence": "an Authority has frozen the stream", "hint": "ask the Authority; what was prepared is kept and can be anchored later" },
    "StreamNotFrozen": { "sentence": "the stream is not frozen", "hint": "nothing needs to be done" },
    "TooManyStreams": { "sentence": "the institution has as many streams as it may have", "hint": "use one of its open streams: `critical-chains stream list` shows them" },
    "TooManyAnchors": { "sentence": "the block had no room for so many anchors", "hint": "run the same command again: a later block has room" },
    "EmptyCall": { "sentence": "the call names no batch", "hint": "give at least one file with records" },
    "InvalidBatch": { "sentence": "the chain does not accept the batch: no records, a reversed interval or a malformed profile", "hint": "prepare the batch again in another folder with --batch-dir" },
    "IntervalInFuture": { "sentence": "the batch ends later than now, by the clock of the chain", "hint": "set the clock of this machine, wait until that time has come, and run the same command again" },
    "AlreadyAnchored": { "sentence": "the batch is anchored already: it is the head of its stream", "hint": "nothing needs to be done; ask for receipts with `critical-chains receipt`" },
    "StaleSequence": { "sentence": "another batch has taken this place in the stream", "hint": "run the same command again: it takes the next place; if this recurs, give each process a stream of its own" },
    "SequenceGap": { "sentence": "anchors are missing before this one in the stream", "hint": "run the same command again once the batches before it are anchored" },
    "PreviousMismatch": { "sentence": "the stream has another last anchor than the batch names", "hint": "run the same command again: it continues from the stream's head" }
  },
  "Approvals": {
    "NotFound": { "sentence": "there is no open proposal of this number: it was executed, withdrawn, vetoed, or has expired", "hint": "`critical-chains approval list` shows those that are open" },
    "NotAuthorised": { "sentence": "the account has no permission for what the proposal does, not even together with others", "hint": "use an account of a representative, or have it granted a role that carries the permission" },
    "CallNotAllowed": { "sentence": "such a call cannot be proposed: it takes no approval, nobody may make it, or nobody could approve all of it", "hint": "make it without --propose if it takes no approval; propose what is for the consortium and what is for the institution apart" },
    "TooLong": { "sentence": "the proposal is longer than the runtime allows", "hint": "propose less at a time" },
    "TooHeavy": { "sentence": "the proposal weighs more than the runtime allows", "hint": "propose less at a time; roles and constraints weigh most, so put each into a policy file of its own" },
    "TooManyProposals": { "sentence": "as many proposals are open as the runtime allows", "hint": "wait until some are done, or withdraw one that is not needed: `critical-chains approval withdraw`" },
    "TooManyVotes": { "sentence": "as many institutions voted on the proposal as the runtime allows", "hint": "propose it again if it still lacks approvals" },
    "CallMismatch": { "sentence": "the hash is not that of the proposed call", "hint": "look at what is proposed with `critical-chains approval show` before you vote" },
    "Expired": { "sentence": "the proposal has expired", "hint": "propose it again" },
    "OwnProposal": { "sentence": "who proposed something does not vote on it", "hint": "have another institution, or another account where the policy allows that, vote" },
    "NoVote": { "sentence": "the institution has no vote on this proposal", "hint": "`critical-chains approval show` says which institutions have one" },
    "AlreadyVoted": { "sentence": "the institution has said the same already, perhaps by another account", "hint": "nothing needs to be done" },
    "NotYours": { "sentence": "another institution proposed this", "hint": "reject it instead: `critical-chains approval reject`" },
    "ApprovalsMissing": { "sentence": "the proposal lacks approvals", "hint": "`critical-chains approval show` says which" },
    "Waiting": { "sentence": "the waiting period of the proposal has not ended", "hint": "wait: it is executed by itself when its turn comes" },
    "Stale": { "sentence": "the policy, or the runtime, has changed since the call was proposed", "hint": "propose it again" }
  },
  "Attestations": {
    "NotFound": { "sentence": "there is no such model, open attestation or indicator: it may have ended", "hint": "read those that there are, and check name, version or number" },
    "AlreadyExists": { "sentence": "there is such a model, or the institution shares this indicator already", "hint": "register a new version, or revoke the indicator first" },
    "InvalidModel": { "sentence": "the model has names that are none, thresholds or terms that make no sense, parameters of no or too many bytes, or nobody who may attest", "hint": "correct the specification; two to eight institutions corroborate, and at least as many decide" },
    "InvalidParameters": { "sentence": "the parameters are not those that the consortium registered: length or SHA-256 differ", "hint": "supply the file from which the model was registered" },
    "ParametersMissing": { "sentence": "the parameters of the model are not on the chain, so that nobody could run it", "hint": "supply them first, then make it the champion" },
    "WrongStatus": { "sentence": "the model is retired, or is what it should become already", "hint": "read its status" },
    "TooManyModels": { "sentence": "as many models are registered as the runtime allows, retired ones included", "hint": "have the consortium raise the limit with an upgrade" },
    "NotAuthorised": { "sentence": "the model lets accounts of other kinds of institutions, or with another role, attest what it finds; or the institution is not active", "hint": "use an account that the model lets attest" },
    "InvalidStatement": { "sentence": "the statement makes no sense, or was computed by another version of the engine than the model's", "hint": "check model, score, window, reasons, evidence, amount and marking; run the engine of the model" },
    "BelowThreshold": { "sentence": "the score is below the threshold that the model has for this typology", "hint": "state only what reaches it; the thresholds are with the model" },
    "AlreadyRaised": { "sentence": "the institution has stated this already", "hint": "nothing needs to be done" },
    "AlreadyDecided": { "sentence": "this was confirmed or cleared already", "hint": "look at the outcome instead of stating it again" },
    "Shadow": { "sentence": "a shadow model found this, so that nobody corroborates, contests or decides it", "hint": "wait for what the champion finds, or have the consortium make the model the champion" },
    "Expired": { "sentence": "the time of the attestation or indicator is over or has not come, or it was revoked", "hint": "state it anew if it is still so" },
    "NotCorroborated": { "sentence": "too few institutions have said the same for it to be confirmed", "hint": "have others corroborate it first" },
    "NotTheSubject": { "sentence": "the subject belongs to another institution, which alone can contest", "hint": "leave it to that institution" },
    "OtherSide": { "sentence": "the institution is on the other side: it raised, corroborated or contested this, or is its subject", "hint": "have another institution do it" },
    "AlreadyCounted": { "sentence": "the institution has contested this, or voted so, already", "hint": "nothing needs to be done" },
    "TooManyVoices": { "sentence": "as many institutions have spoken, contested or voted as can", "hint": "nothing needs to be done to corroborate; ask an Authority for the decision" },
    "TooManyAttestations": { "sentence": "as many attestations are open as can be: in all, of the institution, about the subject, or that expire at the same time", "hint": "have some decided, or raise the thresholds" },
    "InvalidIndicator": { "sentence": "the indicator is valid never or too long, is more than certain, or is not for everybody; or the sightings are none or lie in the future", "hint": "correct validity, confidence and marking, or count and times of the sightings; what is TLP:RED does not go on a chain" },
    "TooManyIndicators": { "sentence": "as many indicators are shared as can be: in all, by the institution, or of this value; or as many institutions have met it as are counted", "hint": "revoke what is of no use" },
    "NotYours": { "sentence": "another institution shared this indicator, and alone can revoke it", "hint": "ask that institution" }
  },
  "Authorisation": {
    "InvalidName": { "sentence": "a name has to begin with a letter a-z and go on with up to 31 of a-z 0-9 . _ -", "hint": "correct the name" },
    "InvalidRole": { "sentence": "the role would inherit from itself, or be for emergencies and essential at once", "hint": "check the file with `critical-chains policy validate`: it says where" },
    "InvalidConstraint": { "sentence": "the constraint names fewer than two different roles, or allows none or all of them", "hint": "check the file with `critical-chains policy validate`" },
    "InvalidPolicy": { "sentence": "a rule, condition or number of approvals of the policy makes no sense", "hint": "check the file with `critical-chains policy validate`: it says which and where" },
    "InvalidValidity": { "sentence": "the role would never count, or at times at which that of its holder does not", "hint": "give other times with --from and --until" },
    "InvalidScope": { "sentence": "a role counts for the account's own institution or for the consortium, not for another", "hint": "use an account of that institution, or --scope consortium" },
    "UnknownPermission": { "sentence": "the runtime has no such permission", "hint": "`critical-chains policy show` lists the permissions" },
    "NotFound": { "sentence": "there is no such role or constraint", "hint": "`critical-chains role list` and `policy show` list them; define it first" },
    "NotAMember": { "sentence": "the account acts for no institution, or not for that of the holder", "hint": "enrol it first: `critical-chains institution enrol`" },
    "NotHeld": { "sentence": "the account does not hold this role now, or has not activated it", "hint": "`critical-chains role of ACCOUNT` shows what it holds" },
    "AlreadyHeld": { "sentence": "the account holds this role already", "hint": "revoke it first to grant it otherwise" },
    "NotAuthorised": { "sentence": "administrators grant and revoke only the roles left to them, in their own institution", "hint": "propose it to the consortium: add --propose" },
    "EmergencyOnly": { "sentence": "the role is for emergencies and taken by breaking the glass, or is not for them", "hint": "`critical-chains role show` says which it is" },
    "NotDelegable": { "sentence": "the role may not be passed on, or not so often", "hint": "have it granted with --levels, at most 2, or delegate with fewer levels" },
    "InUse": { "sentence": "accounts hold the role, another inherits from it, or a constraint names it", "hint": "`critical-chains role show` says which; end that first" },
    "SeparationOfDuty": { "sentence": "a constraint forbids that one account has these roles together", "hint": "give the role to another account, or revoke one of those it has: `critical-chains policy show` lists the constraints" },
    "LastHolder": { "sentence": "this is the last account that holds an essential role without end", "hint": "grant the role to another account of the institution first" },
    "Ungovernable": { "sentence": "afterwards there would not be enough institutions left to change policies", "hint": "give the voting role to more accounts, or lower what the policy asks for, first" },
    "Indispensable": { "sentence": "without this nobody could govern: it can be neither stopped nor forbidden, nor taken from the voting role", "hint": "leave it to the voting role; `critical-chains policy simulate` shows what a file would take away" },
    "NothingToDo": { "sentence": "the role is in the state asked for already", "hint": "nothing needs to be done" },
    "TooManyRoles": { "sentence": "there are as many roles as the runtime allows", "hint": "remove one that is not needed" },
    "TooManyConstraints": { "sentence": "there are as many constraints as the runtime allows", "hint": "remove one that is not needed" },
    "TooManyHolders": { "sentence": "as many accounts hold the role in this scope as may", "hint": "revoke it from one of them; one that has ended counts until the next day" },
    "TooManyRolesOfAccount": { "sentence": "the account has as many roles as the runtime allows", "hint": "revoke one of them, or use another account" },
    "TooManyDelegations": { "sentence": "the account has passed on as many roles as the runtime allows", "hint": "take one of them back: `critical-chains role recall`" },
    "TooManySubjects": { "sentence": "as many accounts have roles as the runtime allows", "hint": "revoke the roles of accounts that are not used" }
  },
  "Custody": {
    "InvalidLei": { "sentence": "the LEI is not valid: 20 characters with check digits by ISO 7064", "hint": "check the LEI at https://search.gleif.org" },
    "NotFound": { "sentence": "there is no such institution, or it has said nothing of this key", "hint": "`critical-chains custody list` shows the keys of which something is said" },
    "InvalidExpiry": { "sentence": "the custody would have ended already", "hint": "give a time to come with --expires" },
    "EvidenceMissing": { "sentence": "a certified module takes the hash of its attestation and an end", "hint": "give --evidence and --expires, or register the key as one in a token" },
    "InsufficientClass": { "sentence": "the consortium requires a better class of custody", "hint": "make a new key in a better device and register that; `critical-chains custody list` shows what is required" },
    "WrongPurpose": { "sentence": "the seat uses the key for something else", "hint": "register it for what it signs: `critical-chains custody list` shows it" },
    "InUse": { "sentence": "the validator seat uses the key", "hint": "register other session keys first, and wait for their session" },
    "TooManyKeys": { "sentence": "the institution has as many keys as the runtime allows", "hint": "remove those that are no longer in use: `critical-chains custody remove`" }
  },
  "Flows": {
    "InvalidEpoch": {
      "sentence": "the epoch is not later than the present one",
      "hint": "take the next number"
    },
    "StaleEpoch": {
      "sentence": "the pseudonyms were made with the key of another epoch, or no epoch has begun",
      "hint": "make them with the key of the present epoch"
    },
    "InvalidReport": {
      "sentence": "the report has no flows, or some that are out of order, move nothing, lie in the future or are older than a week, or it names institutions that are not in its list",
      "hint": "correct the report"
    },
    "WrongNumber": {
      "sentence": "another report of the account comes next",
      "hint": "read its number, and report in order"
    },
    "TooManyReports": {
      "sentence": "the block has as many reports as it can have",
      "hint": "report again in the next block"
    },
    "NotYours": {
      "sentence": "the message is of another key than the account's",
      "hint": "sign with the key of the account"
    },
    "CallNotAllowed": {
      "sentence": "nodes do not make this call by messages",
      "hint": "sign it as an extrinsic of its own"
    },
    "Expired": {
      "sentence": "the message is too old, or was signed for a later block",
      "hint": "sign it anew"
    },
    "AlreadyExists": {
      "sentence": "this message was here already",
      "hint": "nothing needs to be done"
    },
    "TooManyMessages": {
      "sentence": "the account has sent as many messages as it can in this time",
      "hint": "send fewer, or later"
    }
  },
  "Institutions": {
    "InvalidLei": { "sentence": "the LEI is not valid: 20 characters with check digits by ISO 7064", "hint": "check the LEI at https://search.gleif.org" },
    "InvalidName": { "sentence": "the name is empty, not UTF-8, or holds control characters", "hint": "give a printable name of up to 64 bytes" },
    "InvalidQuota": { "sentence": "the quota is less than one small extrinsic takes", "hint": "give a larger one, or suspend the institution instead" },
    "NotFound": { "sentence": "the chain does not know this institution, enrolled account or seat", "hint": "check the LEI and the account: `critical-chains institution list` shows the institutions" },
    "AlreadyExists": { "sentence": "the chain knows this institution, enrolled account or seat already", "hint": "nothing needs to be done unless it belongs to another institution" },
    "NotEnrolled": { "sentence": "the account is not enrolled for this institution", "hint": "enrol it first: `critical-chains institution enrol`" },
    "NotActive": { "sentence": "the institution is not active", "hint": "readmit it first: `critical-chains institution readmit`" },
    "Resigned": { "sentence": "the institution has resigned, which is final", "hint": "nothing can be changed of it any more" },
    "InUse": { "sentence": "the account holds the institution's validator seat, or still validates for the institution that it left", "hint": "revoke the seat first, or wait for the end of its last session" },
    "LastSeat": { "sentence": "no other active institution holds a validator seat with registered session keys", "hint": "grant one to another first, and wait for its keys" },
    "TooFewSeats": { "sentence": "fewer validators would be left than bear the failure of one", "hint": "grant a seat to another institution first, and wait for its keys" },
    "InvalidExpiry": { "sentence": "the membership would have ended already", "hint": "give a time to come" },
    "TooManyInstitutions": { "sentence": "there are as many institutions as the runtime allows", "hint": "the runtime has to allow more first" },
    "TooManyAccounts": { "sentence": "the institution has as many accounts as the runtime allows", "hint": "withdraw one first: `critical-chains institution withdraw-account`" },
    "TooManySeats": { "sentence": "there are as many validator seats as the runtime allows", "hint": "revoke one first: `critical-chains institution revoke-seat`" }
  },
  "Supervision": {
    "InvalidReason": { "sentence": "the reason, remark or subject is not UTF-8, has no letter or digit, or has control characters", "hint": "correct it and submit again" },
    "NotFound": { "sentence": "there is no such stop, freeze, review or demand: it may have ended", "hint": "`critical-chains supervision list` shows those that there are" },
    "NotYours": { "sentence": "another institution did this, and only that one can end it, or answer it", "hint": "ask that institution, or the consortium" },
    "AlreadyStopped": { "sentence": "the target is stopped", "hint": "nothing needs to be done" },
    "Paused": { "sentence": "the institution's last stop of this target has ended too recently", "hint": "ask another institution to stop it, or wait; the next time, ask the consortium to confirm the stop before it lapses" },
    "TooManyStops": { "sentence": "as many stops stand as can at a time, or the institution has as many that stand or are paused", "hint": "lift one that is not needed, or wait for the end of a pause" },
    "Confirmed": { "sentence": "the consortium confirmed the stop", "hint": "it needs no other confirmation, and only the consortium can lift it: ask there" },
    "AlreadyFrozen": { "sentence": "the account is frozen", "hint": "nothing needs to be done" },
    "TooManyFrozen": { "sentence": "as many accounts are frozen as can be at a time", "hint": "unfreeze one, if need be after the consortium has withdrawn it from its institution" },
    "ReviewPending": { "sentence": "the account's last emergency access is not reviewed", "hint": "ask another institution to review it, or have another account take the role" },
    "TooManyReviews": { "sentence": "as many emergency accesses wait for a review as can", "hint": "ask other institutions to review some" },
    "OwnReview": { "sentence": "the access was taken by an account of the same institution", "hint": "ask another institution to review it" },
    "InstitutionNotFound": { "sentence": "there is no such institution, or it is suspended or has resigned", "hint": "check the LEI" },
    "InvalidDeadline": { "sentence": "the deadline is not later than now, or is too far ahead", "hint": "choose another, at most a year ahead" },
    "TooManyDemands": { "sentence": "the institution has as many open demands as it may have, or all institutions together have", "hint": "close those that are answered" },
    "AlreadyAnswered": { "sentence": "the demand is answered, and answers are not replaced", "hint": "hand over an addition off chain" }
  },
  "System": {
    "CallFiltered": { "sentence": "the chain does not allow this call at present", "hint": "ask the consortium when it does" },
    "NothingAuthorized": { "sentence": "no upgrade is authorised", "hint": "propose it and have it approved first: `critical-chains approval propose-upgrade`" },
    "Unauthorized": { "sentence": "this is not the code that the consortium has authorised", "hint": "build, or get, the very code whose hash was approved" },
    "InvalidSpecName": { "sentence": "the code is for another chain: its runtime has another name", "hint": "check which file it is" },
    "SpecVersionNeedsToIncrease": { "sentence": "the code is not newer than the runtime that the chain has", "hint": "check which file it is, and raise the runtime's spec_version" },
    "FailedToExtractRuntimeVersion": { "sentence": "the code says no version: it may be damaged, or no runtime", "hint": "check which file it is" }
  },
  "Session": {
    "InvalidProof": { "sentence": "the proof that the account owns the session keys is not valid", "hint": "make keys and proof together, on the node that validates, for this very account" },
    "NoAssociatedValidatorId": { "sentence": "the account holds no validator seat", "hint": "have the consortium grant its institution a seat for it: `critical-chains institution grant-seat`" },
    "DuplicatedKey": { "sentence": "another validator has registered one of these keys", "hint": "make new keys on the node that validates" },
    "NoKeys": { "sentence": "the account has registered no session keys", "hint": "nothing needs to be done" }
  },
  "Utility": {
    "TooManyCalls": { "sentence": "the batch holds too many calls", "hint": "submit less at a time" }
  }
};
