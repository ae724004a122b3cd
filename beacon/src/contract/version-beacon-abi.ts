// Made from beacon/contracts by `npm run build -w beacon`. Do not edit.
export const versionBeaconAbi = [
  {
    type: 'constructor',
    inputs: [
      {
        name: 'admin',
        type: 'address',
        internalType: 'address',
      },
      {
        name: 'adminDelay',
        type: 'uint48',
        internalType: 'uint48',
      },
    ],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'DEFAULT_ADMIN_ROLE',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'bytes32',
        internalType: 'bytes32',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'GUARDIAN',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'bytes32',
        internalType: 'bytes32',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'OPERATOR',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'bytes32',
        internalType: 'bytes32',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'PUBLISHER',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'bytes32',
        internalType: 'bytes32',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'acceptDefaultAdminTransfer',
    inputs: [],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'beginDefaultAdminTransfer',
    inputs: [
      {
        name: 'newAdmin',
        type: 'address',
        internalType: 'address',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'cancelDefaultAdminTransfer',
    inputs: [],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'chainView',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'current',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'tuple',
        internalType: 'struct IVersionBeacon.ChainView',
        components: [
          {
            name: 'chainId',
            type: 'uint256',
            internalType: 'uint256',
          },
          {
            name: 'deploymentBlock',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'blockNumber',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'blockTime',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'current',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'directive',
            type: 'tuple',
            internalType: 'struct IVersionBeacon.Directive',
            components: [
              {
                name: 'seq',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'rolloutId',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'kind',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.Kind',
              },
              {
                name: 'target',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'baseline',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'withdrawn',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'openThrough',
                type: 'uint8',
                internalType: 'uint8',
              },
              {
                name: 'openedAt',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'spread',
                type: 'uint32',
                internalType: 'uint32',
              },
              {
                name: 'startedAt',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'paused',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'pausedBy',
                type: 'address',
                internalType: 'address',
              },
              {
                name: 'pausedByGuardian',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'pausedAt',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'pausedTotal',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'floor',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'trustVersion',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'trustDigest',
                type: 'bytes32',
                internalType: 'bytes32',
              },
              {
                name: 'previousHash',
                type: 'bytes32',
                internalType: 'bytes32',
              },
              {
                name: 'headHash',
                type: 'bytes32',
                internalType: 'bytes32',
              },
            ],
          },
          {
            name: 'target',
            type: 'tuple',
            internalType: 'struct IVersionBeacon.Release',
            components: [
              {
                name: 'tier',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.Tier',
              },
              {
                name: 'id',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'version',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'minFrom',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'data',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.DataPolicy',
              },
              {
                name: 'plan',
                type: 'tuple',
                internalType: 'struct IVersionBeacon.Plan',
                components: [
                  {
                    name: 'canaryBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortDelay',
                    type: 'uint32',
                    internalType: 'uint32',
                  },
                  {
                    name: 'gated',
                    type: 'bool',
                    internalType: 'bool',
                  },
                  {
                    name: 'salt',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
              {
                name: 'notesUri',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'publishedAt',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'publisher',
                type: 'address',
                internalType: 'address',
              },
              {
                name: 'revoked',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'contentHash',
                type: 'bytes32',
                internalType: 'bytes32',
              },
              {
                name: 'components',
                type: 'tuple[]',
                internalType: 'struct IVersionBeacon.Component[]',
                components: [
                  {
                    name: 'service',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'repository',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'digest',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
            ],
          },
          {
            name: 'baseline',
            type: 'tuple',
            internalType: 'struct IVersionBeacon.Release',
            components: [
              {
                name: 'tier',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.Tier',
              },
              {
                name: 'id',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'version',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'minFrom',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'data',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.DataPolicy',
              },
              {
                name: 'plan',
                type: 'tuple',
                internalType: 'struct IVersionBeacon.Plan',
                components: [
                  {
                    name: 'canaryBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortDelay',
                    type: 'uint32',
                    internalType: 'uint32',
                  },
                  {
                    name: 'gated',
                    type: 'bool',
                    internalType: 'bool',
                  },
                  {
                    name: 'salt',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
              {
                name: 'notesUri',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'publishedAt',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'publisher',
                type: 'address',
                internalType: 'address',
              },
              {
                name: 'revoked',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'contentHash',
                type: 'bytes32',
                internalType: 'bytes32',
              },
              {
                name: 'components',
                type: 'tuple[]',
                internalType: 'struct IVersionBeacon.Component[]',
                components: [
                  {
                    name: 'service',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'repository',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'digest',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
            ],
          },
          {
            name: 'targetStones',
            type: 'tuple[]',
            internalType: 'struct IVersionBeacon.Release[]',
            components: [
              {
                name: 'tier',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.Tier',
              },
              {
                name: 'id',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'version',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'minFrom',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'data',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.DataPolicy',
              },
              {
                name: 'plan',
                type: 'tuple',
                internalType: 'struct IVersionBeacon.Plan',
                components: [
                  {
                    name: 'canaryBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortDelay',
                    type: 'uint32',
                    internalType: 'uint32',
                  },
                  {
                    name: 'gated',
                    type: 'bool',
                    internalType: 'bool',
                  },
                  {
                    name: 'salt',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
              {
                name: 'notesUri',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'publishedAt',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'publisher',
                type: 'address',
                internalType: 'address',
              },
              {
                name: 'revoked',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'contentHash',
                type: 'bytes32',
                internalType: 'bytes32',
              },
              {
                name: 'components',
                type: 'tuple[]',
                internalType: 'struct IVersionBeacon.Component[]',
                components: [
                  {
                    name: 'service',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'repository',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'digest',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
            ],
          },
          {
            name: 'baselineStones',
            type: 'tuple[]',
            internalType: 'struct IVersionBeacon.Release[]',
            components: [
              {
                name: 'tier',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.Tier',
              },
              {
                name: 'id',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'version',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'minFrom',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'data',
                type: 'uint8',
                internalType: 'enum IVersionBeacon.DataPolicy',
              },
              {
                name: 'plan',
                type: 'tuple',
                internalType: 'struct IVersionBeacon.Plan',
                components: [
                  {
                    name: 'canaryBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortBps',
                    type: 'uint16',
                    internalType: 'uint16',
                  },
                  {
                    name: 'cohortDelay',
                    type: 'uint32',
                    internalType: 'uint32',
                  },
                  {
                    name: 'gated',
                    type: 'bool',
                    internalType: 'bool',
                  },
                  {
                    name: 'salt',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
              {
                name: 'notesUri',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'publishedAt',
                type: 'uint64',
                internalType: 'uint64',
              },
              {
                name: 'publisher',
                type: 'address',
                internalType: 'address',
              },
              {
                name: 'revoked',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'contentHash',
                type: 'bytes32',
                internalType: 'bytes32',
              },
              {
                name: 'components',
                type: 'tuple[]',
                internalType: 'struct IVersionBeacon.Component[]',
                components: [
                  {
                    name: 'service',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'repository',
                    type: 'string',
                    internalType: 'string',
                  },
                  {
                    name: 'digest',
                    type: 'bytes32',
                    internalType: 'bytes32',
                  },
                ],
              },
            ],
          },
          {
            name: 'descent',
            type: 'uint8',
            internalType: 'enum IVersionBeacon.DataPolicy',
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'changeDefaultAdminDelay',
    inputs: [
      {
        name: 'newDelay',
        type: 'uint48',
        internalType: 'uint48',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'defaultAdmin',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'address',
        internalType: 'address',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'defaultAdminDelay',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'uint48',
        internalType: 'uint48',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'defaultAdminDelayIncreaseWait',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'uint48',
        internalType: 'uint48',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'deploymentBlock',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'directive',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'tuple',
        internalType: 'struct IVersionBeacon.Directive',
        components: [
          {
            name: 'seq',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'rolloutId',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'kind',
            type: 'uint8',
            internalType: 'enum IVersionBeacon.Kind',
          },
          {
            name: 'target',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'baseline',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'withdrawn',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'openThrough',
            type: 'uint8',
            internalType: 'uint8',
          },
          {
            name: 'openedAt',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'spread',
            type: 'uint32',
            internalType: 'uint32',
          },
          {
            name: 'startedAt',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'paused',
            type: 'bool',
            internalType: 'bool',
          },
          {
            name: 'pausedBy',
            type: 'address',
            internalType: 'address',
          },
          {
            name: 'pausedByGuardian',
            type: 'bool',
            internalType: 'bool',
          },
          {
            name: 'pausedAt',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'pausedTotal',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'floor',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'trustVersion',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'trustDigest',
            type: 'bytes32',
            internalType: 'bytes32',
          },
          {
            name: 'previousHash',
            type: 'bytes32',
            internalType: 'bytes32',
          },
          {
            name: 'headHash',
            type: 'bytes32',
            internalType: 'bytes32',
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'getRoleAdmin',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        internalType: 'bytes32',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'bytes32',
        internalType: 'bytes32',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'grantRole',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        internalType: 'bytes32',
      },
      {
        name: 'account',
        type: 'address',
        internalType: 'address',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'hasRole',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        internalType: 'bytes32',
      },
      {
        name: 'account',
        type: 'address',
        internalType: 'address',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'bool',
        internalType: 'bool',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'isProven',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'id',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'bool',
        internalType: 'bool',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'latestId',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'open',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'cohort',
        type: 'uint8',
        internalType: 'uint8',
      },
      {
        name: 'expectedRollout',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'owner',
    inputs: [],
    outputs: [
      {
        name: '',
        type: 'address',
        internalType: 'address',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'pause',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'expectedRollout',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'reason',
        type: 'string',
        internalType: 'string',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'pendingDefaultAdmin',
    inputs: [],
    outputs: [
      {
        name: 'newAdmin',
        type: 'address',
        internalType: 'address',
      },
      {
        name: 'schedule',
        type: 'uint48',
        internalType: 'uint48',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'pendingDefaultAdminDelay',
    inputs: [],
    outputs: [
      {
        name: 'newDelay',
        type: 'uint48',
        internalType: 'uint48',
      },
      {
        name: 'schedule',
        type: 'uint48',
        internalType: 'uint48',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'publish',
    inputs: [
      {
        name: 'publication',
        type: 'tuple',
        internalType: 'struct IVersionBeacon.Publication',
        components: [
          {
            name: 'tier',
            type: 'uint8',
            internalType: 'enum IVersionBeacon.Tier',
          },
          {
            name: 'version',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'minFrom',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'data',
            type: 'uint8',
            internalType: 'enum IVersionBeacon.DataPolicy',
          },
          {
            name: 'plan',
            type: 'tuple',
            internalType: 'struct IVersionBeacon.Plan',
            components: [
              {
                name: 'canaryBps',
                type: 'uint16',
                internalType: 'uint16',
              },
              {
                name: 'cohortBps',
                type: 'uint16',
                internalType: 'uint16',
              },
              {
                name: 'cohortDelay',
                type: 'uint32',
                internalType: 'uint32',
              },
              {
                name: 'gated',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'salt',
                type: 'bytes32',
                internalType: 'bytes32',
              },
            ],
          },
          {
            name: 'spread',
            type: 'uint32',
            internalType: 'uint32',
          },
          {
            name: 'notesUri',
            type: 'string',
            internalType: 'string',
          },
          {
            name: 'components',
            type: 'tuple[]',
            internalType: 'struct IVersionBeacon.Component[]',
            components: [
              {
                name: 'service',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'repository',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'digest',
                type: 'bytes32',
                internalType: 'bytes32',
              },
            ],
          },
        ],
      },
      {
        name: 'expectedSeq',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'promote',
        type: 'bool',
        internalType: 'bool',
      },
    ],
    outputs: [
      {
        name: 'id',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'raiseFloor',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'floor',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'expectedSeq',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'release',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'id',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'tuple',
        internalType: 'struct IVersionBeacon.Release',
        components: [
          {
            name: 'tier',
            type: 'uint8',
            internalType: 'enum IVersionBeacon.Tier',
          },
          {
            name: 'id',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'version',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'minFrom',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'data',
            type: 'uint8',
            internalType: 'enum IVersionBeacon.DataPolicy',
          },
          {
            name: 'plan',
            type: 'tuple',
            internalType: 'struct IVersionBeacon.Plan',
            components: [
              {
                name: 'canaryBps',
                type: 'uint16',
                internalType: 'uint16',
              },
              {
                name: 'cohortBps',
                type: 'uint16',
                internalType: 'uint16',
              },
              {
                name: 'cohortDelay',
                type: 'uint32',
                internalType: 'uint32',
              },
              {
                name: 'gated',
                type: 'bool',
                internalType: 'bool',
              },
              {
                name: 'salt',
                type: 'bytes32',
                internalType: 'bytes32',
              },
            ],
          },
          {
            name: 'notesUri',
            type: 'string',
            internalType: 'string',
          },
          {
            name: 'publishedAt',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'publisher',
            type: 'address',
            internalType: 'address',
          },
          {
            name: 'revoked',
            type: 'bool',
            internalType: 'bool',
          },
          {
            name: 'contentHash',
            type: 'bytes32',
            internalType: 'bytes32',
          },
          {
            name: 'components',
            type: 'tuple[]',
            internalType: 'struct IVersionBeacon.Component[]',
            components: [
              {
                name: 'service',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'repository',
                type: 'string',
                internalType: 'string',
              },
              {
                name: 'digest',
                type: 'bytes32',
                internalType: 'bytes32',
              },
            ],
          },
        ],
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'function',
    name: 'renounceRole',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        internalType: 'bytes32',
      },
      {
        name: 'account',
        type: 'address',
        internalType: 'address',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'resume',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'expectedSeq',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'reason',
        type: 'string',
        internalType: 'string',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'revoke',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'id',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'expectedSeq',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'reason',
        type: 'string',
        internalType: 'string',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'revokeRole',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        internalType: 'bytes32',
      },
      {
        name: 'account',
        type: 'address',
        internalType: 'address',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'rollback',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'to',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'expectedRollout',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'reason',
        type: 'string',
        internalType: 'string',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'rollbackDefaultAdminDelay',
    inputs: [],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'setTrust',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'version',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'digest',
        type: 'bytes32',
        internalType: 'bytes32',
      },
      {
        name: 'expectedSeq',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
    outputs: [],
    stateMutability: 'nonpayable',
  },
  {
    type: 'function',
    name: 'supportsInterface',
    inputs: [
      {
        name: 'interfaceId',
        type: 'bytes4',
        internalType: 'bytes4',
      },
    ],
    outputs: [
      {
        name: '',
        type: 'bool',
        internalType: 'bool',
      },
    ],
    stateMutability: 'view',
  },
  {
    type: 'event',
    name: 'DefaultAdminDelayChangeCanceled',
    inputs: [],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'DefaultAdminDelayChangeScheduled',
    inputs: [
      {
        name: 'newDelay',
        type: 'uint48',
        indexed: false,
        internalType: 'uint48',
      },
      {
        name: 'effectSchedule',
        type: 'uint48',
        indexed: false,
        internalType: 'uint48',
      },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'DefaultAdminTransferCanceled',
    inputs: [],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'DefaultAdminTransferScheduled',
    inputs: [
      {
        name: 'newAdmin',
        type: 'address',
        indexed: true,
        internalType: 'address',
      },
      {
        name: 'acceptSchedule',
        type: 'uint48',
        indexed: false,
        internalType: 'uint48',
      },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'DirectiveChanged',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        indexed: true,
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'seq',
        type: 'uint64',
        indexed: true,
        internalType: 'uint64',
      },
      {
        name: 'action',
        type: 'uint8',
        indexed: true,
        internalType: 'enum IVersionBeacon.Action',
      },
      {
        name: 'actor',
        type: 'address',
        indexed: false,
        internalType: 'address',
      },
      {
        name: 'subject',
        type: 'uint64',
        indexed: false,
        internalType: 'uint64',
      },
      {
        name: 'reason',
        type: 'string',
        indexed: false,
        internalType: 'string',
      },
      {
        name: 'directive',
        type: 'tuple',
        indexed: false,
        internalType: 'struct IVersionBeacon.Directive',
        components: [
          {
            name: 'seq',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'rolloutId',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'kind',
            type: 'uint8',
            internalType: 'enum IVersionBeacon.Kind',
          },
          {
            name: 'target',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'baseline',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'withdrawn',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'openThrough',
            type: 'uint8',
            internalType: 'uint8',
          },
          {
            name: 'openedAt',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'spread',
            type: 'uint32',
            internalType: 'uint32',
          },
          {
            name: 'startedAt',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'paused',
            type: 'bool',
            internalType: 'bool',
          },
          {
            name: 'pausedBy',
            type: 'address',
            internalType: 'address',
          },
          {
            name: 'pausedByGuardian',
            type: 'bool',
            internalType: 'bool',
          },
          {
            name: 'pausedAt',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'pausedTotal',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'floor',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'trustVersion',
            type: 'uint64',
            internalType: 'uint64',
          },
          {
            name: 'trustDigest',
            type: 'bytes32',
            internalType: 'bytes32',
          },
          {
            name: 'previousHash',
            type: 'bytes32',
            internalType: 'bytes32',
          },
          {
            name: 'headHash',
            type: 'bytes32',
            internalType: 'bytes32',
          },
        ],
      },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'ReleasePublished',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        indexed: true,
        internalType: 'enum IVersionBeacon.Tier',
      },
      {
        name: 'id',
        type: 'uint64',
        indexed: true,
        internalType: 'uint64',
      },
      {
        name: 'version',
        type: 'uint64',
        indexed: false,
        internalType: 'uint64',
      },
      {
        name: 'publisher',
        type: 'address',
        indexed: false,
        internalType: 'address',
      },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'RoleAdminChanged',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        indexed: true,
        internalType: 'bytes32',
      },
      {
        name: 'previousAdminRole',
        type: 'bytes32',
        indexed: true,
        internalType: 'bytes32',
      },
      {
        name: 'newAdminRole',
        type: 'bytes32',
        indexed: true,
        internalType: 'bytes32',
      },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'RoleGranted',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        indexed: true,
        internalType: 'bytes32',
      },
      {
        name: 'account',
        type: 'address',
        indexed: true,
        internalType: 'address',
      },
      {
        name: 'sender',
        type: 'address',
        indexed: true,
        internalType: 'address',
      },
    ],
    anonymous: false,
  },
  {
    type: 'event',
    name: 'RoleRevoked',
    inputs: [
      {
        name: 'role',
        type: 'bytes32',
        indexed: true,
        internalType: 'bytes32',
      },
      {
        name: 'account',
        type: 'address',
        indexed: true,
        internalType: 'address',
      },
      {
        name: 'sender',
        type: 'address',
        indexed: true,
        internalType: 'address',
      },
    ],
    anonymous: false,
  },
  {
    type: 'error',
    name: 'AccessControlBadConfirmation',
    inputs: [],
  },
  {
    type: 'error',
    name: 'AccessControlEnforcedDefaultAdminDelay',
    inputs: [
      {
        name: 'schedule',
        type: 'uint48',
        internalType: 'uint48',
      },
    ],
  },
  {
    type: 'error',
    name: 'AccessControlEnforcedDefaultAdminRules',
    inputs: [],
  },
  {
    type: 'error',
    name: 'AccessControlInvalidDefaultAdmin',
    inputs: [
      {
        name: 'defaultAdmin',
        type: 'address',
        internalType: 'address',
      },
    ],
  },
  {
    type: 'error',
    name: 'AccessControlUnauthorizedAccount',
    inputs: [
      {
        name: 'account',
        type: 'address',
        internalType: 'address',
      },
      {
        name: 'neededRole',
        type: 'bytes32',
        internalType: 'bytes32',
      },
    ],
  },
  {
    type: 'error',
    name: 'CannotOpen',
    inputs: [
      {
        name: 'why',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'CannotPromote',
    inputs: [
      {
        name: 'why',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'CannotRaiseFloor',
    inputs: [
      {
        name: 'why',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'CannotResume',
    inputs: [
      {
        name: 'why',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'CannotRevoke',
    inputs: [
      {
        name: 'why',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'CannotRollBack',
    inputs: [
      {
        name: 'why',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'CannotSetTrust',
    inputs: [
      {
        name: 'why',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'InvalidPlan',
    inputs: [
      {
        name: 'what',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'InvalidRelease',
    inputs: [
      {
        name: 'what',
        type: 'string',
        internalType: 'string',
      },
    ],
  },
  {
    type: 'error',
    name: 'NothingPublished',
    inputs: [
      {
        name: 'tier',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Tier',
      },
    ],
  },
  {
    type: 'error',
    name: 'ReasonTooLong',
    inputs: [
      {
        name: 'bytes_',
        type: 'uint256',
        internalType: 'uint256',
      },
    ],
  },
  {
    type: 'error',
    name: 'SafeCastOverflowedUintDowncast',
    inputs: [
      {
        name: 'bits',
        type: 'uint8',
        internalType: 'uint8',
      },
      {
        name: 'value',
        type: 'uint256',
        internalType: 'uint256',
      },
    ],
  },
  {
    type: 'error',
    name: 'StaleRollout',
    inputs: [
      {
        name: 'expected',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'actual',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
  },
  {
    type: 'error',
    name: 'StaleSeq',
    inputs: [
      {
        name: 'expected',
        type: 'uint64',
        internalType: 'uint64',
      },
      {
        name: 'actual',
        type: 'uint64',
        internalType: 'uint64',
      },
    ],
  },
  {
    type: 'error',
    name: 'Unauthorized',
    inputs: [
      {
        name: 'caller',
        type: 'address',
        internalType: 'address',
      },
      {
        name: 'action',
        type: 'uint8',
        internalType: 'enum IVersionBeacon.Action',
      },
    ],
  },
] as const;
