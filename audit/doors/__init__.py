"""The only modules that touch both the office's store and a ballot box: launch, nightly, close, removal."""
