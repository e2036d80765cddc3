// Everything of the public interface.
#pragma once

#include "whimbrel/codec.h"
#include "whimbrel/endpoint.h"
#include "whimbrel/metric.h"
#include "whimbrel/store.h"
#include "whimbrel/topic.h"
