using Crowdsource.Catalogue.Tests.Grains;
using Crowdsource.Testing;

namespace Crowdsource.Catalogue.Tests.Sqlite;

public sealed class SqliteCatalogueContract() : CatalogueContract(TestDatabase.Sqlite);

public sealed class SqliteWorkQueueContract() : WorkQueueContract(TestDatabase.Sqlite);

public sealed class SqliteTurnsContract() : TurnsContract(TestDatabase.Sqlite);

public sealed class SqliteDomainStatesContract() : DomainStatesContract(TestDatabase.Sqlite);

public sealed class SqliteIntegrityCheckContract() : IntegrityCheckContract(TestDatabase.Sqlite);

public sealed class SqliteCatalogueGrainContract() : CatalogueGrainContract(TestDatabase.Sqlite);
