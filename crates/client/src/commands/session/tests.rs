//! Proves what is told of session keys, and what is refused before anything is signed.

use super::*;
use crate::output::Exit;

const ALPHA: &str = "CCDEV0ALPHABANK00022";

fn made() -> SessionKeys {
    SessionKeys { keys: [3; 64], proof: [4; 128] }
}

#[test]
fn registered_keys_are_told_with_the_session_in_which_they_count() {
    let lei = ALPHA.parse().unwrap();
    let sessions = Some(Sessions { registered: 11_001, used: 11_003 });

    let (new, document) = told(&lei, &made(), Some(&[1; 64]), 12_345, sessions);
    let (unknown, _) = told(&lei, &made(), None, 12_345, None);
    let (again, same) = told(&lei, &made(), Some(&[3; 64]), 12_345, sessions);

    insta::assert_snapshot!(format!("{new}\n\n{unknown}\n\n{again}"));
    insta::assert_snapshot!("registered_json", format!("{document:#}\n{same:#}"));
}

#[test]
fn only_the_account_of_a_seat_has_keys() {
    let lei: Lei = ALPHA.parse().unwrap();
    let seats = BTreeMap::from([(lei, [7; 32])]);

    assert_eq!(seat(&seats, &[7; 32]), Ok(lei));
    let failure = seat(&seats, &[8; 32]).unwrap_err();
    assert_eq!(failure.exit, Exit::Failed);
    assert!(failure.message.ends_with("holds no validator seat"), "{failure:?}");
}

#[test]
fn what_the_node_refuses_is_told_with_what_to_do() {
    let unsafe_method = ChainError::Unsupported("it has no author_rotateKeysWithOwner".into());
    let full = ChainError::Node { code: 1, message: "the token is full".into(), hint: None };
    let lost = ChainError::Lost("closed".into());

    let told = [unsafe_method, full, lost].map(|error| cannot_rotate(error).lines().join("\n"));

    insta::assert_snapshot!(told.join("\n"));
}
