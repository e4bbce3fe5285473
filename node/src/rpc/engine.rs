//! `engine_*`: blocks on demand, for whoever may also change the node itself.
//!
//! The methods of the SDK with the same names and arguments serve everybody who can reach the
//! server, and report a block as final that could not be finalised.

use super::arguments;
use critical_chains_runtime::Hash;
use futures::{
    SinkExt,
    channel::{mpsc, oneshot},
};
use jsonrpsee::{RpcModule, core::RegisterMethodError, types::ErrorObjectOwned};
use polkadot_sdk::{
    sc_consensus_manual_seal::{EngineCommand, Error, rpc::Sender},
    sc_rpc_api::check_if_safe,
};

type Orders = mpsc::Sender<EngineCommand<Hash>>;

/// The methods, which order blocks here.
pub(super) fn module(orders: Orders) -> Result<RpcModule<Orders>, RegisterMethodError> {
    let mut module = RpcModule::new(orders);
    module.register_async_method("engine_createBlock", |params, orders, caller| async move {
        check_if_safe(&caller)?;
        let arguments::CreateBlock { create_empty, finalize, parent_hash } =
            arguments::parse(&params)?;
        let order =
            |sender| EngineCommand::SealNewBlock { create_empty, finalize, parent_hash, sender };
        Ok::<_, ErrorObjectOwned>(carry_out(&orders, order).await?)
    })?;
    module.register_async_method("engine_finalizeBlock", |params, orders, caller| async move {
        check_if_safe(&caller)?;
        let arguments::FinaliseBlock { hash, justification } = arguments::parse(&params)?;
        let order = |sender| EngineCommand::FinalizeBlock { hash, sender, justification };
        carry_out(&orders, order).await?;
        Ok::<_, ErrorObjectOwned>(true)
    })?;
    Ok(module)
}

/// Gives an order and waits until it is carried out.
async fn carry_out<T>(
    orders: &Orders,
    order: impl FnOnce(Sender<T>) -> EngineCommand<Hash>,
) -> Result<T, Error> {
    let (sender, outcome) = oneshot::channel();
    orders.clone().send(order(Some(sender))).await?;
    outcome.await?
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures::StreamExt;
    use polkadot_sdk::sc_rpc_api::DenyUnsafe;
    use serde_json::{Value, json};

    /// What a caller is told who may, or may not, do what is unsafe. Orders are never carried out.
    async fn call(deny_unsafe: DenyUnsafe, method: &str, params: Value) -> (Value, bool) {
        let (orders, mut ordered) = mpsc::channel(1);
        let mut module = module(orders).unwrap();
        module.extensions_mut().insert(deny_unsafe);
        let request = json!({ "jsonrpc": "2.0", "id": 1, "method": method, "params": params });
        let request = request.to_string();

        let refuse = async {
            let order = ordered.next().await;
            let is_order = order.is_some();
            drop((order, ordered));
            is_order
        };
        let ask = async move {
            let (answer, _) = module.raw_json_request(&request, 1).await.unwrap();
            drop(module);
            serde_json::from_str(&answer).unwrap()
        };
        futures::join!(ask, refuse)
    }

    #[tokio::test]
    async fn seals_for_nobody_from_outside() {
        let hash = Hash::zero();
        for (method, params) in
            [("engine_createBlock", json!([true, true])), ("engine_finalizeBlock", json!([hash]))]
        {
            let (outside, is_order) = call(DenyUnsafe::Yes, method, params.clone()).await;
            assert_eq!((&outside["error"]["code"], is_order), (&json!(-32601), false));

            let (_, is_order) = call(DenyUnsafe::No, method, params).await;
            assert!(is_order, "{method} is refused");
        }
    }

    #[tokio::test]
    async fn order_that_is_not_carried_out_is_an_error() {
        let params = json!([Hash::zero()]);

        let (answer, _) = call(DenyUnsafe::No, "engine_finalizeBlock", params).await;

        assert_eq!(answer["error"]["code"], 10_000);
    }

    #[tokio::test]
    async fn reads_arguments_by_name_too() {
        let params = json!({ "createEmpty": true, "finalize": false, "parentHash": null });

        let (_, is_order) = call(DenyUnsafe::No, "engine_createBlock", params).await;

        assert!(is_order);
    }
}
