using Crowdsource.Catalogue.Tests.Grains;
using Crowdsource.Testing;

namespace Crowdsource.Catalogue.Tests.PostgreSql;

public sealed class PostgreSqlCatalogueContract() : CatalogueContract(TestDatabase.PostgreSql);

public sealed class PostgreSqlWorkQueueContract() : WorkQueueContract(TestDatabase.PostgreSql);

public sealed class PostgreSqlTurnsContract() : TurnsContract(TestDatabase.PostgreSql);

public sealed class PostgreSqlDomainStatesContract() : DomainStatesContract(TestDatabase.PostgreSql);

public sealed class PostgreSqlIntegrityCheckContract() : IntegrityCheckContract(TestDatabase.PostgreSql);

public sealed class PostgreSqlCatalogueGrainContract() : CatalogueGrainContract(TestDatabase.PostgreSql);
