# SPDX-License-Identifier: Apache-2.0
# The front door. What it does is in CMake (how things are built) and tools/ (what is run).
#
#   make          what is missing from Debian, then build/release/itstorm and the objects it loads
#   make demo     the same, then the first scenarios, results in out/
#   make test     builds everything, runs all tests; boundary, hypervisor and whole machines again under ASan+UBSan
#   make bench    the benchmarks: W1, a storm end to end; W2, a flood of commands; W3, INVALL
#   make fast     build/fast/itstorm: the same program in fewer instructions, for long campaigns; twice the time to build
#   make fuzz     random scenarios, texts and command streams; 20 minutes, or MINUTES=5, or one SEED=7 again
#   make calibrate what a block of each function stands for, against AArch64 code under QEMU; hypervisor_stub/weights.tsv
#   make validate the model against queueing laws, a table; the gallery with the installed program; docs/extending.md; some minutes
#   make install  program, objects, headers, libraries, scenarios and docs below PREFIX (/usr/local), DESTDIR before it
#   make deb      a Debian package, build/release/itstorm_*.deb
#   make deps     only the packages
#   make format   clang-format over all C and C++
#   make lint     clang-tidy over the C sources; some minutes
#   make clean    removes build/ and out/
#   make help     this list

JOBS ?= $(shell nproc 2>/dev/null || echo 2)
MINUTES ?= 20
BUILD := build/release
PREFIX ?= /usr/local

.PHONY: all configure deps demo test bench fast fuzz validate calibrate install deb format lint clean help

all: configure
	@cmake --build $(BUILD) -j $(JOBS) --target itstorm minimal_hypervisor

configure: deps
	@test -f $(BUILD)/build.ninja || cmake --preset release

deps:
	@sh tools/deps.sh

demo: all
	@sh tools/demo.sh $(BUILD)

test: configure
	@cmake --build $(BUILD) -j $(JOBS)
	@ctest --test-dir $(BUILD) -j $(JOBS) --output-on-failure
	@sh tools/test_sanitized.sh $(JOBS)

bench: configure
	@cmake --build $(BUILD) -j $(JOBS) --target bench_w1 bench_w2 bench_w3 bench_w4
	@SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 $(BUILD)/bench_w1
	@SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 $(BUILD)/bench_w2
	@SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 $(BUILD)/bench_w3
	@SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 $(BUILD)/bench_w4

fast: deps
	@sh tools/fast.sh $(JOBS)

fuzz: configure
	@sh tools/fuzz.sh $(JOBS) $(MINUTES) $(SEED)

validate: configure
	@cmake --build $(BUILD) -j $(JOBS) --target itstorm_validate
	@SYSTEMC_DISABLE_COPYRIGHT_MESSAGE=1 $(BUILD)/itstorm_validate --jobs $(JOBS)
	@cmake --build $(BUILD) -j $(JOBS) --target itstorm_installed
	@sh tests/package/gallery.sh "$(CURDIR)/$(BUILD)/itstorm" "$(CURDIR)" "$(CURDIR)/$(BUILD)"
	@sh tests/repository/extending.sh "$(CURDIR)" "$(CURDIR)/$(BUILD)/itstorm" Ninja all

calibrate: configure
	@sh tools/deps.sh calibrate
	@cmake --build $(BUILD) -j $(JOBS) --target itstorm_hypervisor test_hv
	@sh tools/calibrate.sh $(BUILD) $(JOBS)

install: configure
	@cmake --build $(BUILD) -j $(JOBS) --target itstorm_installed
	@cmake --install $(BUILD) --prefix "$(PREFIX)"

deb: configure
	@sh tools/deps.sh deb
	@cmake --build $(BUILD) -j $(JOBS) --target itstorm_installed
	@cd $(BUILD) && cpack -G DEB

format:
	@sh tools/format.sh

lint:
	@sh tools/lint.sh

help:
	@sed -n 's|^#   ||p' Makefile

clean:
	rm -rf build out
