// Command typecheck compiles the Go files of a folder against the generated package alone.
//
// It is for machines that cannot have aws-cdk-go: whatever another module declares counts as right, and what the generated package declares
// is checked as the compiler would. Usage: typecheck GENERATED-PACKAGE FOLDER
package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

const ours = "github.com/cdk-github-actions-oidc/cdk-github-actions-oidc-go/cdkgithubactionsoidc"

var (
	fset         = token.NewFileSet()
	majorVersion = regexp.MustCompile(`^v\d+$`)
)

// The name that a foreign package has by the habits of jsii and Go.
func packageName(importPath string) string {
	base := path.Base(importPath)
	if majorVersion.MatchString(base) {
		base = path.Base(path.Dir(importPath))
	}
	return strings.TrimSuffix(base, "-runtime-go")
}

func parse(folder string) []*ast.File {
	names, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil || len(names) == 0 {
		fail(fmt.Errorf("no Go file in %q", folder))
	}
	var files []*ast.File
	for _, name := range names {
		if included, err := build.Default.MatchFile(folder, filepath.Base(name)); err != nil || !included {
			continue
		}
		file, err := parser.ParseFile(fset, name, nil, parser.SkipObjectResolution)
		if err != nil {
			fail(err)
		}
		files = append(files, file)
	}
	return files
}

type imports struct {
	standard types.Importer
	known    map[string]*types.Package
}

func (i *imports) Import(importPath string) (*types.Package, error) {
	if pkg, ok := i.known[importPath]; ok {
		return pkg, nil
	}
	if !strings.Contains(strings.Split(importPath, "/")[0], ".") {
		return i.standard.Import(importPath)
	}
	empty := types.NewPackage(importPath, packageName(importPath))
	empty.MarkComplete()
	i.known[importPath] = empty
	return empty, nil
}

// An error is ours unless it says that a foreign package lacks a name: the stand-ins lack them all.
func (i *imports) concernsUs(err types.Error) bool {
	for importPath, pkg := range i.known {
		if importPath != ours && strings.HasPrefix(err.Msg, "undefined: "+pkg.Name()+".") {
			return false
		}
	}
	return true
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

func main() {
	if len(os.Args) != 3 {
		fail(errors.New("usage: typecheck GENERATED-PACKAGE FOLDER"))
	}
	known := &imports{standard: importer.ForCompiler(fset, "source", nil), known: map[string]*types.Package{}}
	generated := types.Config{Importer: known, Error: func(error) {}}
	pkg, _ := generated.Check(ours, fset, parse(os.Args[1]), nil)
	known.known[ours] = pkg

	found := false
	program := types.Config{Importer: known, Error: func(err error) {
		var typeError types.Error
		if errors.As(err, &typeError) && known.concernsUs(typeError) {
			found = true
			fmt.Fprintln(os.Stderr, err)
		}
	}}
	program.Check("main", fset, parse(os.Args[2]), nil)
	if found {
		os.Exit(1)
	}
}
