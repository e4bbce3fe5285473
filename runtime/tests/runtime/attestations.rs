//! Attestations by real extrinsics: from a model's registration to what policies learn of it.

use crate::support::{
    AUTHORITY, BANK, approve, chain, enrol, lei, name, next_block, propose, signed, together,
};
use critical_chains_attestation::{
    Marking, ModelId, State, Statement, Subject, Terms, Thresholds, Typology, Window,
};
use critical_chains_flows::{Detectors, Pseudonym, Reason};
use critical_chains_lei::Lei;
use critical_chains_policy::{
    Basis, Condition, Effect, Facts, Kind, Kinds, Literal, Policy, Risk, Rule, Scope, Test as Fact,
};
use critical_chains_runtime::{
    Attestations, Authorisation, BlockWeightLimits, Institutions, Runtime, RuntimeEvent,
    RuntimeOrigin, System, Timestamp,
};
use pallet_attestations::{
    Attesters, Call, Event, IndicatorKind, IndicatorSpec, MAX_DUE_PER_BLOCK, MAX_MINUTES_PER_BLOCK,
    MAX_PARAMETER_BYTES, ModelSpec, WeightInfo,
};
use pallet_authorisation::{Obstacle, Verdict};
use pallet_institutions::{Refusal, Status};
use polkadot_sdk::{
    frame_support::{dispatch::DispatchResult, weights::Weight},
    sp_io::hashing::sha2_256,
    sp_keyring::Sr25519Keyring::{self, *},
    sp_runtime::transaction_validity::TransactionValidityError,
};

type Weights = <Runtime as pallet_attestations::Config>::WeightInfo;
type Error = pallet_attestations::Error<Runtime>;

fn model() -> ModelId {
    ModelId { name: name("layering"), version: 1 }
}

fn parameters() -> Vec<u8> {
    vec![7; MAX_PARAMETER_BYTES as usize]
}

fn spec() -> ModelSpec {
    ModelSpec {
        sector: name("banking"),
        engine_version: 1,
        parameters_digest: sha2_256(&parameters()),
        parameters_bytes: MAX_PARAMETER_BYTES,
        thresholds: Thresholds { usual: 800_000, of: Default::default() },
        terms: Terms { corroborations: 3, decisions: 3, lifetime: 7 * 86_400_000 },
        attesters: Attesters { kinds: Kinds::ALL, role: None },
    }
}

fn collector() -> Subject {
    Subject::Pseudonym(Pseudonym([7; 16]))
}

fn statement(root: u8) -> Statement {
    let now = Timestamp::get() / 1_000;
    let reason = Reason { code: 12, value: 40, contribution: 310_000 };
    Statement {
        engine_version: 1,
        model: model(),
        typology: Typology::GatherScatter,
        score: 930_000,
        window: Window { from: now - 3_600, to: now },
        subject: collector(),
        reasons: vec![reason].try_into().unwrap(),
        fired: Detectors(1 << 6),
        evidence_root: [root; 32],
        evidence_leaves: 12,
        amount_bucket: 23,
        marking: Marking::Amber,
    }
}

fn call(by: Sr25519Keyring, call: Call<Runtime>) -> DispatchResult {
    signed(by, call).apply().unwrap()
}

fn raise(by: Sr25519Keyring, root: u8) -> DispatchResult {
    call(by, Call::raise { statement: statement(root) })
}

/// The consortium registers a model, the bank's operator supplies it, and it becomes the champion.
fn with_champion(test: impl FnOnce()) {
    chain("local").execute_with(|| {
        together(Call::<Runtime>::register_model { model: model(), spec: spec() }).unwrap();
        let parameters = parameters().try_into().unwrap();
        call(Alice, Call::supply_parameters { model: model(), parameters }).unwrap();
        together(Call::<Runtime>::set_champion { model: model() }).unwrap();
        test();
    });
}

fn told(wanted: impl Fn(&Event<Runtime>) -> bool) -> bool {
    System::events().into_iter().any(|record| match record.event {
        RuntimeEvent::Attestations(event) => wanted(&event),
        _ => false,
    })
}

#[test]
fn three_institutions_corroborate_and_an_authority_confirms() {
    with_champion(|| {
        raise(Alice, 1).unwrap();
        assert_eq!(call(Dave, Call::confirm { id: 0 }), Err(Error::NotCorroborated.into()));
        raise(Bob, 2).unwrap();
        let (score, evidence_root) = (900_000, [3; 32]);
        call(Charlie, Call::corroborate { id: 0, score, evidence_root }).unwrap();
        assert_eq!(Attestations::risk_of(&collector()), Risk::Corroborated);

        call(Dave, Call::confirm { id: 0 }).unwrap();

        assert!(told(|event| matches!(event, Event::AttestationConfirmed { id: 0, .. })));
        assert_eq!(Attestations::risk_of(&collector()), Risk::Confirmed);
        assert_eq!(raise(Alice, 1), Err(Error::AlreadyDecided.into()));
    });
}

#[test]
fn an_account_says_nothing_without_a_role_nor_for_another_institution() {
    with_champion(|| {
        enrol(Eve, BANK, &[]);
        let refused = signed(Eve, Call::raise { statement: statement(1) }).validate();
        let no_permission = TransactionValidityError::from(Refusal::NotPermitted);
        assert_eq!(refused, Err(no_permission));
        // An operator looks out, and decides nothing.
        let decided = signed(Alice, Call::confirm { id: 0 }).validate();
        assert_eq!(decided, Err(no_permission));

        raise(Alice, 1).unwrap();
        assert_eq!(raise(AliceStash, 1), Err(Error::AlreadyRaised.into()));
    });
}

#[test]
fn a_key_of_a_node_watches_and_does_nothing_else() {
    with_champion(|| {
        let of_bank = Scope::Institution(lei(BANK));
        enrol(Eve, BANK, &[("watcher", of_bank)]);
        raise(Eve, 1).unwrap();

        let indicator = Call::revoke_indicator { id: 0 };
        assert!(signed(Eve, indicator).validate().is_err());
        assert!(signed(Eve, crate::support::open_stream()).validate().is_err());
    });
}

#[test]
fn analysts_of_several_institutions_decide_without_an_authority() {
    with_champion(|| {
        let institutions = [BANK, crate::support::CLEARING, crate::support::INSURER];
        for (key, institution) in [Eve, Ferdie, One].into_iter().zip(institutions) {
            enrol(key, institution, &[("analyst", Scope::Institution(lei(institution)))]);
        }
        for (by, root) in [(Alice, 1), (Bob, 2), (Charlie, 3)] {
            raise(by, root).unwrap();
        }
        call(Eve, Call::confirm { id: 0 }).unwrap();
        call(Ferdie, Call::confirm { id: 0 }).unwrap();
        assert_eq!(Attestations::risk_of(&collector()), Risk::Corroborated);

        call(One, Call::confirm { id: 0 }).unwrap();

        assert_eq!(Attestations::risk_of(&collector()), Risk::Confirmed);
    });
}

#[test]
fn what_a_suspended_institution_said_counts_no_more() {
    with_champion(|| {
        let newcomer = Lei::from_prefix(*b"CCDEV0EPSILONBANK0").unwrap();
        let (root, legal_name) = (RuntimeOrigin::root, b"Epsilon Bank".to_vec());
        let legal_name = legal_name.try_into().unwrap();
        Institutions::admit_institution(root(), newcomer.into(), legal_name, Kind::Bank).unwrap();
        enrol(Eve, newcomer.into(), &[("operator", Scope::Institution(newcomer))]);
        raise(Eve, 1).unwrap();
        raise(Bob, 2).unwrap();
        Institutions::set_status(root(), newcomer.into(), Status::Suspended).unwrap();

        raise(Charlie, 3).unwrap();
        assert_eq!(Attestations::risk_of(&collector()), Risk::Raised);

        raise(Dave, 4).unwrap();
        assert_eq!(Attestations::risk_of(&collector()), Risk::Corroborated);
    });
}

#[test]
fn policies_learn_of_the_risk() {
    with_champion(|| {
        let risky = Literal::Not(Fact::RiskAtMost(Risk::Raised));
        let rule = Rule {
            effect: Effect::Forbid,
            roles: Default::default(),
            when: Condition::all([risky]),
        };
        let policy = Policy { rules: vec![rule].try_into().unwrap(), approval: None };
        let permission = name("anchoring.anchor");
        Authorisation::set_policy(RuntimeOrigin::root(), permission, policy).unwrap();
        let asked = || {
            let (account, facts) = (Alice.to_account_id(), Facts::default());
            Authorisation::is_permitted_about(account, permission, None, facts, collector())
        };

        assert_eq!(asked(), Verdict::Permitted { by: Basis::Role(name("operator")) });
        for (by, root) in [(Alice, 1), (Bob, 2), (Charlie, 3)] {
            raise(by, root).unwrap();
        }
        assert_eq!(asked(), Verdict::Refused { by: Obstacle::Forbidden { rule: 0 } });
    });
}

#[test]
fn indicators_are_shared_and_sighted() {
    chain("local").execute_with(|| {
        let now = Timestamp::get();
        let spec = IndicatorSpec {
            kind: IndicatorKind::Account,
            value: Pseudonym([7; 16]),
            marking: Marking::Green,
            valid_from: now,
            valid_until: now + 86_400_000,
            confidence: 70,
            typology: None,
            stix_digest: [1; 32],
        };
        call(Alice, Call::share_indicator { spec }).unwrap();
        let sighting = Call::report_sighting { id: 0, count: 2, first_seen: now, last_seen: now };
        call(Bob, sighting).unwrap();

        let found = Attestations::matching(spec.kind, spec.value);
        assert_eq!(found[0].indicator.sightings[0].count, 2);
        call(AliceStash, Call::revoke_indicator { id: 0 }).unwrap();
        assert!(Attestations::matching(spec.kind, spec.value).is_empty());
    });
}

#[test]
fn models_take_the_consortium() {
    chain("local").execute_with(|| {
        let register = || Call::<Runtime>::register_model { model: model(), spec: spec() };
        let alone = signed(Dave, register()).validate();
        let needed = TransactionValidityError::from(Refusal::ApprovalRequired);
        assert_eq!(alone, Err(needed));

        let proposal = propose(Alice, register());
        approve(Bob, proposal).unwrap().unwrap();
        next_block();
        assert!(Attestations::all_models().is_empty());
        approve(Charlie, proposal).unwrap().unwrap();
        approve(Dave, proposal).unwrap().unwrap();
        next_block();
        assert_eq!(Attestations::all_models().len(), 1);
    });
}

#[test]
fn what_begins_a_block_leaves_room_for_everything_else() {
    let most = Weights::on_initialize_idle()
        .saturating_add(Weights::work_off(MAX_DUE_PER_BLOCK, MAX_MINUTES_PER_BLOCK))
        .saturating_add(Weights::lapse_indicators(MAX_DUE_PER_BLOCK))
        .saturating_add(Weights::forget(MAX_DUE_PER_BLOCK));

    let block = BlockWeightLimits::get().max_block;
    let part = |part: u64| Weight::from_parts(block.ref_time() / part, block.proof_size() / part);
    assert!(most.all_lte(part(10)), "{most:?}");
    // A statement is cheap: workers send many.
    assert!(
        Weights::raise().max(Weights::corroborate()).all_lte(part(200)),
        "{:?}",
        Weights::raise()
    );
    assert!(Weights::decide().all_lte(part(50)), "{:?}", Weights::decide());
}

#[test]
fn authorities_are_not_judges_of_what_they_raised() {
    with_champion(|| {
        for (by, root) in [(Dave, 1), (Alice, 2), (Bob, 3)] {
            raise(by, root).unwrap();
        }

        call(Dave, Call::confirm { id: 0 }).unwrap();

        let life = pallet_attestations::Attestations::<Runtime>::get(0).unwrap().life;
        assert_eq!((life.state(), life.ballots().len()), (State::Corroborated, 1));
        assert_eq!(life.raised().institution, lei(AUTHORITY));
    });
}
