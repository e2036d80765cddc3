@load ./api
@load base/bif/supervisor.bif

module Supervisor;

function status(node: string): Status
	{
	return Supervisor::__status(node);
	}

function create(node: NodeConfig): string
	{
	return Supervisor::__create(node);
	}

function destroy(node: string): bool
	{
	return Supervisor::__destroy(node);
	}

function restart(node: string): bool
	{
	return Supervisor::__restart(node);
	}

function is_supervisor(): bool
	{
	return Supervisor::__is_supervisor();
	}

function is_supervised(): bool
	{
	return Supervisor::__is_supervised();
	}

function node(): NodeConfig
	{
	return Supervisor::__node();
	}
