# The front door. What it does is in CMake (how things are built) and tools/ (what is run).
#
#   make          what is missing from Debian, then build/release/itstorm
#   make demo     the same, then the first scenarios, results in out/
#   make test     the same, then all tests; the boundary's and the hypervisor's unit tests once more under ASan+UBSan
#   make bench    the end-to-end storm benchmark W1
#   make deps     only the packages
#   make format   clang-format over all C and C++
#   make clean    removes build/ and out/

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
BUILD := build/release

.PHONY: all deps demo test bench format clean

all: deps
	@test -f $(BUILD)/build.ninja || cmake --preset release
	@cmake --build $(BUILD) -j $(JOBS)

deps:
	@sh tools/deps.sh

demo: all
	@sh tools/demo.sh $(BUILD)

test: all
	@ctest --test-dir $(BUILD) -j $(JOBS) --output-on-failure
	@sh tools/test_sanitized.sh $(JOBS)

bench: all
	@$(BUILD)/bench_w1

format:
	@sh tools/format.sh

clean:
	rm -rf build out
